// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

/** Arguments as a log prints them; values are found by the declaration when they are asked for. */
final class PrintedArguments implements Arguments {
  private final String text;
  private final EventDeclaration declared;
  private volatile Parsed parsed;

  /** Values and the variant of the declaration that they were found by. */
  record Parsed(EventDeclaration declaration, long[] numbers, String[] texts) {}

  PrintedArguments(String text, EventDeclaration declared) {
    this.text = text;
    this.declared = declared;
  }

  private Parsed parsed() {
    Parsed result = parsed;
    if (result == null) {
      result = parse();
      parsed = result;
    }
    return result;
  }

  private Parsed parse() {
    for (EventDeclaration d = declared; d != null; d = d.variant()) {
      if (d.format() == null) {
        continue;
      }
      int count = d.arguments().size();
      long[] numbers = new long[count];
      String[] texts = new String[count];
      if (d.format().parse(d, text, numbers, texts)) {
        return new Parsed(d, numbers, texts);
      }
    }
    return new Parsed(declared, new long[0], new String[0]);
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public EventDeclaration declaration() {
    return declared == null ? null : parsed().declaration();
  }

  @Override
  public int count() {
    return parsed().numbers().length;
  }

  @Override
  public String name(int index) {
    return parsed().declaration().arguments().get(index).name();
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
}
