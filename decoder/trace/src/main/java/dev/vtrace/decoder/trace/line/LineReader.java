// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.line;

import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines of a stream without a copy: the current one lies in {@link #buffer} from {@link #start} to
 * {@link #end}, without its line end (LF or CRLF). Memory is bounded by the longest line allowed.
 */
public final class LineReader {
  /** Longest line of a log that is believed; QMP replies traced into a log reach 200 KiB. */
  public static final int LOG_LINE = 1 << 20;

  /** Longest line of JSON or strace that is believed. */
  public static final int DATA_LINE = 16 << 20;

  /**
   * The shortest run of zero bytes that is a hole: a file system puts whole blocks of them where
   * the disk was full or the host went down. A single one is the output of some guest.
   */
  public static final int HOLE = 8;

  private static final int CHUNK = 64 * 1024;
  private static final boolean[] NAME = new boolean[128];

  static {
    for (char c = '0'; c <= 'z'; c++) {
      NAME[c] = Character.isLetterOrDigit(c) || c == '_';
    }
  }

  private final InputStream in;
  private final int longest;
  private final String file;
  private final LimitedFindings findings;
  private byte[] buffer = new byte[2 * CHUNK];
  private int filled;
  private int next;
  private int start;
  private int end;
  private int peekStart;
  private int peekEnd;
  private long base;
  private long line;
  private boolean ended;
  private boolean terminated;
  private boolean cut;
  private boolean torn;

  /**
   * @param findings gets a finding for each hole; holes end lines, and are in none
   */
  public LineReader(InputStream in, int longest, String file, LimitedFindings findings) {
    this.in = in;
    this.longest = longest;
    this.file = file;
    this.findings = findings;
  }

  public static boolean isNameByte(int c) {
    return c >= 0 && c < 128 && NAME[c];
  }

  /** A part of any buffer as text. */
  public static String utf8(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }

  public byte[] buffer() {
    return buffer;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  public int length() {
    return end - start;
  }

  /** Absolute offset of the line's first byte. */
  public long offset() {
    return base + start;
  }

  /** Number of the line, first 1. */
  public long line() {
    return line;
  }

  /** Whether the line has its line end; the last one of a cut file has none. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether the line is longer than allowed; what is beyond is passed over. */
  public boolean cut() {
    return cut;
  }

  /** Bytes read so far. */
  public long consumed() {
    return base + next;
  }

  public String text() {
    return text(start, end);
  }

  public String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /** Goes to the next line. */
  public boolean next() throws IOException {
    if (cut && !terminated) {
      passOver();
    }
    cut = false;
    start = next;
    hole();
    int at = start;
    while (true) {
      byte[] b = buffer;
      int stop = filled;
      while (at < stop && b[at] != '\n') {
        at++;
      }
      if (at < stop) {
        terminated = true;
        next = at + 1;
        end = at > start && b[at - 1] == '\r' ? at - 1 : at;
        return found();
      }
      if (at - start >= longest) {
        cut = true;
        terminated = false;
        end = at;
        next = at;
        return found();
      }
      int kept = at - start;
      if (!fill()) {
        terminated = false;
        end = start + kept;
        next = end;
        return kept > 0 && found();
      }
      at = start + kept;
    }
  }

  /** Ends the line where a hole begins in it; what follows has the same number. */
  private boolean found() {
    line += torn ? 0 : 1;
    torn = false;
    for (int at = start; at < end; at += HOLE) {
      if (buffer[at] == 0) {
        int from = at;
        while (from > start && buffer[from - 1] == 0) {
          from--;
        }
        int to = at;
        while (to < end && buffer[to] == 0) {
          to++;
        }
        if (to - from >= HOLE && from > start) {
          end = from;
          next = from;
          terminated = true;
          cut = false;
          torn = true;
          return true;
        }
      }
    }
    return true;
  }

  /** Passes over a hole that begins here. */
  private void hole() throws IOException {
    if (start < filled && buffer[start] != 0 || !zeros()) {
      return;
    }
    long from = base + start;
    while (start < filled || fill()) {
      while (start < filled && buffer[start] == 0) {
        start++;
      }
      if (start < filled) {
        break;
      }
      next = start;
    }
    next = start;
    long length = base + start - from;
    findings.add(Code.ZERO_BYTES, from, length, file, length + " zero bytes in place of text");
  }

  /** Whether a hole begins here, as far as the buffer, or another reading, tells. */
  private boolean zeros() throws IOException {
    while (filled - start < HOLE) {
      for (int i = start; i < filled; i++) {
        if (buffer[i] != 0) {
          return false;
        }
      }
      if (!fill()) {
        return false;
      }
      next = start;
    }
    for (int i = 0; i < HOLE; i++) {
      if (buffer[start + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The length of the longest whole line that is in the buffer, the current one counted. */
  public int longest() {
    int longest = 0;
    int from = start;
    for (int at = start; at < filled; at++) {
      if (buffer[at] == '\n') {
        longest = Math.max(longest, at - from);
        from = at + 1;
      }
    }
    return ended ? Math.max(longest, filled - from) : longest;
  }

  /** Whether the next line is in the buffer as a whole; {@link #peekStart} and end tell where. */
  public boolean peek() {
    peekStart = next;
    for (int at = next; at < filled; at++) {
      if (buffer[at] == '\n') {
        peekEnd = at > next && buffer[at - 1] == '\r' ? at - 1 : at;
        return peekEnd > peekStart;
      }
    }
    return false;
  }

  public int peekStart() {
    return peekStart;
  }

  public int peekEnd() {
    return peekEnd;
  }

  private void passOver() throws IOException {
    start = next;
    while (true) {
      for (int at = start; at < filled; at++) {
        if (buffer[at] == '\n') {
          next = at + 1;
          return;
        }
      }
      start = filled;
      next = filled;
      if (!fill()) {
        return;
      }
      next = start;
    }
  }

  /** Reads more after what is kept from {@link #start} on. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (buffer.length - filled < CHUNK) {
      int kept = filled - start;
      if (kept > buffer.length / 2) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      System.arraycopy(buffer, start, buffer, 0, kept);
      base += start;
      start = 0;
      filled = kept;
    }
    int n = in.read(buffer, filled, buffer.length - filled);
    if (n <= 0) {
      ended = true;
      return false;
    }
    filled += n;
    return true;
  }
}
