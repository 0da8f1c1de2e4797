// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as a log prints them. Values are found by the declaration when they are asked for, and
 * not kept: a long log has many events, and of most of them nobody asks for more than one value.
 */
public final class PrintedArguments implements Arguments {
  private final String text;
  private final @Nullable EventDeclaration declared;
  private final @Nullable Event known;

  /** Values, and the declaration that names them; it may be null, then there are none. */
  record Parsed(@Nullable EventDeclaration declaration, long[] numbers, String[] texts) {
    int index(String name) {
      for (int i = 0; i < numbers.length; i++) {
        if (requireNonNull(declaration).arguments().get(i).name().equals(name)) {
          return i;
        }
      }
      return -1;
    }
  }

  /**
   * Arguments of one line.
   *
   * @param declared by a file of declarations, null for none
   * @param known the row of the event, null for none
   */
  public PrintedArguments(String text, @Nullable EventDeclaration declared, @Nullable Event known) {
    this.text = text;
    this.declared = declared;
    this.known = known;
  }

  /** Whether one of the declarations prints this text, from its beginning to its end. */
  public boolean fits() {
    return declared() != null;
  }

  private @Nullable Parsed declared() {
    for (EventDeclaration d = declared; d != null; d = d.variant()) {
      Parsed whole = whole(d);
      if (whole != null) {
        return whole;
      }
    }
    return null;
  }

  private Parsed parsed() {
    Parsed whole = declared();
    if (whole != null) {
      return whole;
    }
    // A file of declarations may be that of another version.
    List<EventDeclaration> builtin = known == null ? List.of() : known.formats();
    for (EventDeclaration d : builtin) {
      whole = whole(d);
      if (whole != null) {
        return whole;
      }
    }
    return PartialArguments.of(text, declared, builtin);
  }

  private @Nullable Parsed whole(EventDeclaration d) {
    if (d.format() == null) {
      return null;
    }
    int count = d.arguments().size();
    long[] numbers = new long[count];
    String[] texts = new String[count];
    return d.format().parse(d, text, numbers, texts) ? new Parsed(d, numbers, texts) : null;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public @Nullable EventDeclaration declaration() {
    return parsed().declaration();
  }

  @Override
  public int count() {
    return parsed().numbers().length;
  }

  @Override
  public String name(int index) {
    return requireNonNull(parsed().declaration()).arguments().get(index).name();
  }

  @Override
  public boolean isText(int index) {
    return parsed().texts()[index] != null;
  }

  @Override
  public long number(int index) {
    return parsed().numbers()[index];
  }

  @Override
  public String text(int index) {
    return parsed().texts()[index];
  }

  @Override
  public int index(String name) {
    return parsed().index(name);
  }

  @Override
  public OptionalLong number(String name) {
    Parsed values = parsed();
    int at = values.index(name);
    return at < 0 || values.texts()[at] != null
        ? OptionalLong.empty()
        : OptionalLong.of(values.numbers()[at]);
  }

  @Override
  public @Nullable String text(String name) {
    Parsed values = parsed();
    int at = values.index(name);
    return at < 0 ? null : values.texts()[at];
  }
}
