// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.line;

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

  private static final int CHUNK = 64 * 1024;
  private static final boolean[] NAME = new boolean[128];

  static {
    for (char c = '0'; c <= 'z'; c++) {
      NAME[c] = Character.isLetterOrDigit(c) || c == '_';
    }
  }

  private final InputStream in;
  private final int longest;
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

  public LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
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
        line++;
        return true;
      }
      if (at - start >= longest) {
        cut = true;
        terminated = false;
        end = at;
        next = at;
        line++;
        return true;
      }
      int kept = at - start;
      if (!fill()) {
        terminated = false;
        end = start + kept;
        next = end;
        if (kept == 0) {
          return false;
        }
        line++;
        return true;
      }
      at = start + kept;
    }
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

  /** Reads more behind what is kept from {@link #start} on. */
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
