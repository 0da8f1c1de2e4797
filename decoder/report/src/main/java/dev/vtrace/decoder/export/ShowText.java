// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.runlog.EntryValue;
import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.runlog.ShownPlace;
import dev.vtrace.decoder.runlog.ShownPlace.ShownBytes;
import dev.vtrace.decoder.runlog.ShownPlace.ShownField;
import dev.vtrace.decoder.runlog.ShownPlace.ShownLine;
import dev.vtrace.decoder.runlog.ShownPlace.ShownOperation;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.vmstate.Value;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a place of evidence in its context. */
public final class ShowText {
  private static final int LABEL = 13;
  private static final int ROW = 16;
  private static final int OFFSET = 14;
  private static final int MOST = 40;

  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public ShowText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /** Prints it. */
  public void print(ShownPlace place) {
    Input input = place.input();
    TextLine head = line().add(TextLine.Colour.BOLD, place.location());
    if (input != null) {
      head.add("   ").add(input.kind().label());
      head.add(input.participant().isEmpty() ? "" : " of " + input.participant());
    }
    print(head);
    lines(place.lines());
    records(place);
    ShownBytes stream = place.stream();
    if (stream != null) {
      stream(stream);
    }
    for (LogEntry entry : place.entries()) {
      entry(entry);
    }
    operations(place);
  }

  private void lines(List<ShownLine> lines) {
    int width = lines.isEmpty() ? 0 : Long.toString(lines.get(lines.size() - 1).number()).length();
    for (ShownLine each : lines) {
      TextLine line = line().add(each.wanted() ? "> " : "  ");
      String number = Long.toString(each.number());
      line.spaces(width - number.length()).add(TextLine.Colour.DIM, number).add("  ").hang();
      String text = each.text() + (each.cut() ? " ..." : "");
      print(each.wanted() ? line.add(TextLine.Colour.BOLD, text) : line.add(text));
    }
  }

  /** Of a binary file, a line for each record. */
  private void records(ShownPlace place) {
    if (!place.lines().isEmpty() || place.stream() != null) {
      return;
    }
    place.before().forEach(entry -> record(entry, false));
    place.entries().forEach(entry -> record(entry, true));
    place.after().forEach(entry -> record(entry, false));
  }

  private void record(LogEntry entry, boolean wanted) {
    TextLine line = line().add(wanted ? "> " : "  ");
    line.right("@" + entry.span().offset(), OFFSET).add("  ").hang();
    print(wanted ? line.add(TextLine.Colour.BOLD, entry.text()) : line.add(entry.text()));
  }

  private void stream(ShownBytes stream) {
    Section section = stream.section();
    if (section != null) {
      String name = section.name().isEmpty() ? section.kind().label() : section.name();
      TextLine line = line().add("  ").left("section", LABEL).add(name + ", ");
      line.add(section.kind().label() + ", ").add(TextLine.count(section.length(), "byte"));
      line.add(" from " + TextLine.grouped(section.offset()));
      line.add(section.version() < 0 ? "" : ", version " + section.version());
      print(line.add(section.instance() == 0 ? "" : ", instance " + section.instance()));
      print(line());
    }
    for (ShownField each : stream.fields()) {
      TextLine line = line().add(each.wanted() ? "> " : "  ");
      line.right(TextLine.grouped(each.field().offset()), OFFSET);
      line.right(TextLine.grouped(each.field().length()), 8).add("  ").hang();
      String text = each.path() + "  " + value(each);
      print(each.wanted() ? line.add(TextLine.Colour.BOLD, text) : line.add(text));
    }
    if (!stream.fields().isEmpty()) {
      print(line());
    }
    bytes(stream);
  }

  private static String value(ShownField each) {
    boolean raw =
        each.field().value() instanceof Value.BytesValue
            || each.field().value() instanceof Value.Array;
    if (!raw) {
      return FieldText.describe(each.field());
    }
    boolean more = each.field().length() > each.head().length;
    String size = more ? " ... " + TextLine.count(each.field().length(), "byte") : "";
    return Hex.spaced(each.head(), each.head().length) + size;
  }

  private void bytes(ShownBytes stream) {
    for (int at = 0; at < stream.bytes().length; at += ROW) {
      long offset = stream.offset() + at;
      boolean here = stream.wanted() >= offset && stream.wanted() < offset + ROW;
      byte[] row =
          Arrays.copyOfRange(stream.bytes(), at, Math.min(at + ROW, stream.bytes().length));
      TextLine line = line().add(here ? "> " : "  ");
      line.right(TextLine.grouped(offset), OFFSET).add("  ");
      int before = here ? (int) (stream.wanted() - offset) : row.length;
      for (int i = 0; i < row.length; i++) {
        String digits = Hex.digits(new byte[] {row[i]});
        line.add(i == 0 ? "" : " ");
        if (here && i == before) {
          line.add(TextLine.Colour.BOLD, digits);
        } else {
          line.add(digits);
        }
      }
      print(line.spaces(3 * (ROW - row.length)).add("  ").add(TextLine.Colour.DIM, ascii(row)));
    }
  }

  private static String ascii(byte[] row) {
    StringBuilder text = new StringBuilder();
    for (byte b : row) {
      text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
    }
    return text.toString();
  }

  private void entry(LogEntry entry) {
    print(line());
    label(entry.kind().label(), entry.name().isEmpty() ? entry.text() : entry.name());
    if (entry.timeNs() >= 0) {
      label("time", TimeWords.date(entry.timeNs()));
    }
    if (!entry.participant().isEmpty()) {
      label("by", entry.participant());
    }
    int shown = 0;
    for (EntryValue value : entry.values()) {
      if (++shown > MOST) {
        label("", "and " + TextLine.count(entry.values().size() - MOST, "value") + " more");
        break;
      }
      TextLine line = line().add("  ").spaces(LABEL).left(value.name(), 24);
      print(line.add("  ").hang().add(value.value().text()));
    }
  }

  private void label(String name, String text) {
    print(line().add("  ").left(name, LABEL).hang().add(text));
  }

  private void operations(ShownPlace place) {
    if (!place.operations().isEmpty() || !place.problems().isEmpty()) {
      print(line());
    }
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (ShownOperation each : place.operations()) {
      groups.computeIfAbsent(where(each), key -> new ArrayList<>()).add(what(each.operation()));
    }
    for (ShownOperation each : place.operations()) {
      List<String> names = groups.remove(where(each));
      if (names != null) {
        operations(each, names);
      }
    }
    for (Problem problem : place.problems()) {
      label(problem.severity().label(), problem.code().code() + "  " + problem.message());
    }
  }

  private static String where(ShownOperation each) {
    Window window = each.window();
    return each.operation().verdict().label() + " " + window.id();
  }

  private static String what(Operation operation) {
    return operation.name() + (operation.queue() < 0 ? "" : " q" + operation.queue());
  }

  /** What one window has of one verdict; the reason where it is one operation. */
  private void operations(ShownOperation first, List<String> names) {
    Window window = first.window();
    String device = window.device().isEmpty() ? "a device" : window.device();
    String who = window.participant().isEmpty() ? "" : " in " + window.participant();
    String in = window.kind().label() + " of " + device + who + ": ";
    String verdict = first.operation().verdict().label();
    if (names.size() == 1) {
      label(verdict, in + names.get(0) + ", " + first.operation().why());
      return;
    }
    List<String> words = new ArrayList<>(List.of(in.trim()));
    for (int i = 0; i < names.size(); i++) {
      words.add(names.get(i) + (i + 1 < names.size() ? "," : ""));
    }
    print(line().add("  ").left(verdict, LABEL).wrap(words, LABEL + 2));
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
