// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Event declarations, by name and by number: those of a {@code trace-events-all} file, or the
 * {@linkplain BuiltinEvents built-in ones} of events that matter for vhost and migration. Source of
 * the syntax: docs/devel/tracing.rst of QEMU.
 */
public final class EventTable {
  private static final EventTable EMPTY = new EventTable(List.of());

  /** Macros that stand for a conversion in a format, as on a 64-bit host. */
  private static final Map<String, String> MACROS =
      Map.ofEntries(
          Map.entry("TARGET_FMT_lx", "%016lx"),
          Map.entry("TARGET_FMT_ld", "%ld"),
          Map.entry("TARGET_FMT_lu", "%lu"),
          Map.entry("TARGET_FMT_plx", "%016lx"),
          Map.entry("HWADDR_FMT_plx", "%016lx"),
          Map.entry("HWADDR_PRIx", "lx"),
          Map.entry("HWADDR_PRIu", "lu"),
          Map.entry("HWADDR_PRId", "ld"),
          Map.entry("VADDR_PRIx", "lx"),
          Map.entry("RAM_ADDR_FMT", "%lx"));

  private final List<EventDeclaration> order;
  private final Map<String, EventDeclaration> byName = new HashMap<>();

  private EventTable(List<EventDeclaration> order) {
    this.order = List.copyOf(order);
    for (EventDeclaration declaration : order) {
      byName.putIfAbsent(declaration.name().written(), declaration);
    }
  }

  public static EventTable of(List<EventDeclaration> order) {
    return new EventTable(order);
  }

  /** Reads a {@code trace-events-all} file; lines that are no declaration are reported. */
  public static EventTable read(InputStream in, String file, Consumer<Diagnostic> diagnostics)
      throws IOException {
    List<EventDeclaration> order = new ArrayList<>();
    LimitedFindings findings = new LimitedFindings(diagnostics);
    LineReader lines = new LineReader(in, LineReader.LOG_LINE, file, findings);
    while (lines.next()) {
      String line = lines.text().trim();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      EventDeclaration declaration = declaration(line);
      if (declaration == null) {
        findings.add(
            Code.DECLARATION_DAMAGED,
            lines.offset(),
            lines.length(),
            "",
            "line " + lines.line() + " of " + file + " declares no event");
        continue;
      }
      if (declaration.format() == null) {
        findings.add(
            Code.DECLARATION_DAMAGED,
            lines.offset(),
            lines.length(),
            declaration.name().written(),
            "the format of " + declaration.name().written() + " is not understood");
      }
      order.add(declaration);
    }
    findings.end();
    return new EventTable(order);
  }

  /** The declaration of an event by the name that the trace uses, or null. */
  public @Nullable EventDeclaration find(String name) {
    return byName.get(name);
  }

  /** The declaration by position in the file, as simpletrace before version 4 numbers them. */
  public @Nullable EventDeclaration at(long number) {
    return number >= 0 && number < order.size() ? order.get((int) number) : null;
  }

  /** How many events are declared. */
  public int size() {
    return order.size();
  }

  /** All declarations in the order of the file. */
  public List<EventDeclaration> all() {
    return order;
  }

  /** One line of a trace-events file; null if it is none. */
  public static @Nullable EventDeclaration declaration(String line) {
    int open = line.indexOf('(');
    if (open <= 0) {
      return null;
    }
    String head = line.substring(0, open).trim();
    int space = head.lastIndexOf(' ');
    String name = head.substring(space + 1);
    boolean vcpu = (" " + head).contains(" vcpu ");
    int close = line.indexOf(')', open);
    if (close < 0 || !identifier(name)) {
      return null;
    }
    List<EventDeclaration.Argument> arguments = arguments(line.substring(open + 1, close));
    String format = format(line, close + 1);
    if (arguments == null || format == null) {
      return null;
    }
    if (vcpu) {
      arguments.add(0, new EventDeclaration.Argument("__cpu", ArgumentType.POINTER));
      format = "cpu=%p " + format;
    }
    return new EventDeclaration(
        EventName.of(name), List.copyOf(arguments), EventFormat.compile(format), null);
  }

  private static boolean identifier(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!LineReader.isNameByte(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static @Nullable List<EventDeclaration.Argument> arguments(String list) {
    List<EventDeclaration.Argument> out = new ArrayList<>();
    String rest = list.trim();
    if (rest.isEmpty() || rest.equals("void")) {
      return out;
    }
    int at = 0;
    while (at <= rest.length()) {
      int comma = rest.indexOf(',', at);
      String one = rest.substring(at, comma < 0 ? rest.length() : comma).trim();
      int end = one.length();
      while (end > 0 && LineReader.isNameByte(one.charAt(end - 1))) {
        end--;
      }
      if (end == 0 || end == one.length()) {
        return null;
      }
      out.add(
          new EventDeclaration.Argument(
              one.substring(end), ArgumentType.of(one.substring(0, end).trim())));
      if (comma < 0) {
        break;
      }
      at = comma + 1;
    }
    return out;
  }

  /** Joins string literals and macros; of several formats (translation and execution) the last. */
  private static @Nullable String format(String line, int start) {
    StringBuilder out = new StringBuilder();
    int at = start;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"') {
        at = literal(line, at + 1, out);
        if (at < 0) {
          return null;
        }
      } else if (c == ',') {
        out.setLength(0);
        at++;
      } else if (LineReader.isNameByte(c)) {
        int end = at;
        while (end < line.length() && LineReader.isNameByte(line.charAt(end))) {
          end++;
        }
        out.append(macro(line.substring(at, end)));
        at = end;
      } else {
        at++;
      }
    }
    return out.toString();
  }

  private static String macro(String name) {
    if (name.startsWith("PRI") && name.length() > 3) {
      return (name.endsWith("64") || name.endsWith("PTR") || name.endsWith("MAX") ? "l" : "")
          + name.charAt(3);
    }
    return MACROS.getOrDefault(name, "%?");
  }

  private static int literal(String line, int start, StringBuilder out) {
    for (int at = start; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        return at + 1;
      }
      if (c == '\\' && at + 1 < line.length()) {
        at++;
        char escaped = line.charAt(at);
        out.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
      } else {
        out.append(c);
      }
    }
    return -1;
  }
}
