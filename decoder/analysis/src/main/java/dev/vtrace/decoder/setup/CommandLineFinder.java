// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.trace.LogLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the command line of a QEMU in its log, as libvirt writes it there: over several lines that
 * end in a backslash, with variables of the environment first, each word quoted as for a shell.
 */
final class CommandLineFinder {
  private static final int MOST_LINES = 2000;

  private CommandLineFinder() {}

  /** The settings of the last command line among some lines; empty if there is none. */
  static List<QemuSetting> of(List<LogLine> lines) {
    List<QemuSetting> out = List.of();
    for (int i = 0; i < lines.size(); i++) {
      LogLine first = lines.get(i);
      if (!first.text().endsWith("\\")) {
        continue;
      }
      StringBuilder whole = new StringBuilder();
      int at = i;
      for (int n = 0; at < lines.size() && n < MOST_LINES; n++, at++) {
        String text = lines.get(at).text().strip();
        boolean more = text.endsWith("\\");
        whole.append(more ? text.substring(0, text.length() - 1) : text).append(' ');
        if (!more) {
          break;
        }
      }
      i = at;
      List<QemuSetting> found = of(whole.toString(), Evidence.of(first.span(), first.text()));
      out = found.isEmpty() ? out : found;
    }
    return out;
  }

  /** The settings of a command line as a shell would take it; empty if it is none of a QEMU. */
  static List<QemuSetting> of(String line, Evidence evidence) {
    List<String> words = split(line);
    int program = program(words);
    return program < 0 ? List.of() : QemuOptions.of(words.subList(program, words.size()), evidence);
  }

  /** The first word that names a QEMU and is followed by an option; -1 for none. */
  private static int program(List<String> words) {
    for (int i = 0; i + 1 < words.size(); i++) {
      String name = words.get(i).substring(words.get(i).lastIndexOf('/') + 1);
      boolean qemu = name.startsWith("qemu-system-") || name.equals("qemu-kvm");
      if (qemu && words.get(i + 1).startsWith("-")) {
        return i;
      }
    }
    return -1;
  }

  /** Words of a shell: blanks end them, quotes and backslashes keep what they are for. */
  private static List<String> split(String text) {
    List<String> out = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        open = true;
      } else if (c == '\\' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else if (c == ' ' || c == '\t') {
        if (open || !word.isEmpty()) {
          out.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else {
        word.append(c);
      }
    }
    if (open || !word.isEmpty()) {
      out.add(word.toString());
    }
    return out;
  }
}
