// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.trace.line.LineReader;
import java.io.ByteArrayOutputStream;

/** Collects an object that is printed over several lines. */
final class PrettyJson {
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private int depth;

  /** Lines after the first one. */
  private int lines;

  private boolean indented;

  boolean open() {
    return collected.size() > 0;
  }

  /** Whether the object has ended. */
  boolean whole() {
    return depth == 0;
  }

  /** Whether a line is the first of several; it is kept then. */
  boolean begins(byte[] b, int brace, int end) {
    int last = last(b, brace, end);
    boolean breaks = last == brace || b[last] == '{' || b[last] == '[' || b[last] == ',';
    depth = 0;
    if (!breaks || count(b, brace, end) <= 0) {
      return false;
    }
    collected.write(b, brace, end - brace);
    return true;
  }

  /**
   * Whether a line begins another object, so that the one before was cut: its lines are indented,
   * this one is not.
   */
  boolean another(byte[] b, int start, int end) {
    boolean first = start == 0 || b[start - 1] == '\n';
    return indented && first && start < end && b[start] == '{';
  }

  /** Adds a line; what cannot be a part of the object is refused, and may be of another writer. */
  boolean add(byte[] b, int start, int end) {
    int at = start;
    while (at < end && (b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
    if (at == end) {
      return true;
    }
    if (!part(b, at, end)) {
      return false;
    }
    if (collected.size() + end - start > LineReader.DATA_LINE) {
      clear();
      return false;
    }
    boolean after = at > start || start > 0 && (b[start - 1] == ' ' || b[start - 1] == '\t');
    indented |= lines++ == 0 && after;
    count(b, start, end);
    collected.write('\n');
    collected.write(b, start, end - start);
    return true;
  }

  byte[] drain() {
    byte[] all = collected.toByteArray();
    clear();
    return all;
  }

  void clear() {
    collected.reset();
    depth = 0;
    lines = 0;
    indented = false;
  }

  /** A line of an object begins with a bracket, a string, a number or a word, and ends likewise. */
  private static boolean part(byte[] b, int at, int end) {
    byte first = b[at];
    byte last = b[last(b, at, end)];
    if ("{}[]".indexOf(first) >= 0) {
      return true;
    }
    boolean ends = ",{}[]\"'".indexOf(last) >= 0 || last >= '0' && last <= '9' || last == 'e';
    if (first == '"' || first == '\'') {
      return ends || last == 'l';
    }
    boolean plain = true;
    for (int i = at; i < end && plain; i++) {
      plain = b[i] != ' ' && b[i] != ':';
    }
    return plain && (ends || last == 'l');
  }

  private static int last(byte[] b, int start, int end) {
    int last = end - 1;
    while (last > start && (b[last] == ' ' || b[last] == '\t' || b[last] == '\r')) {
      last--;
    }
    return last;
  }

  private int count(byte[] b, int start, int end) {
    int quote = 0;
    for (int i = start; i < end; i++) {
      byte c = b[i];
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return depth;
  }
}
