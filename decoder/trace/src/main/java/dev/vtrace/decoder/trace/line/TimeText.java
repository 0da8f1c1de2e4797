// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.line;

/**
 * Reads time stamps out of bytes. After a successful call {@link #end} is the index after the stamp
 * and {@link #nanos} its value.
 */
public final class TimeText {
  private static final long SECOND = 1_000_000_000L;

  private int end;
  private long nanos;
  private long thread;
  private long cachedDate = -1;
  private long cachedSeconds;

  public int end() {
    return end;
  }

  public long nanos() {
    return nanos;
  }

  /** The number before the {@code @} of {@link #threadStamp}. */
  public long thread() {
    return thread;
  }

  /**
   * {@code 2026-11-23T07:51:19.447383Z }, the fraction may be missing; also with a space instead of
   * the T, and with an offset as {@code +0000} instead of the Z. UTC to nanoseconds since the
   * epoch.
   */
  public boolean iso(byte[] b, int start, int stop) {
    if (stop - start < 20 || b[start + 4] != '-' || b[start + 7] != '-') {
      return false;
    }
    byte separator = b[start + 10];
    if (separator != 'T' && separator != ' ' || b[start + 13] != ':' || b[start + 16] != ':') {
      return false;
    }
    int year = digits(b, start, 4);
    int month = digits(b, start + 5, 2);
    int day = digits(b, start + 8, 2);
    int hour = digits(b, start + 11, 2);
    int minute = digits(b, start + 14, 2);
    int second = digits(b, start + 17, 2);
    if ((year | month | day | hour | minute | second) < 0 || month > 12 || month == 0) {
      return false;
    }
    int at = start + 19;
    at = fraction(b, at, stop);
    long offset = 0;
    if (at < stop && b[at] == 'Z') {
      at++;
    } else if (at + 5 <= stop && (b[at] == '+' || b[at] == '-')) {
      int sign = b[at] == '-' ? -1 : 1;
      boolean colon = b[at + 3] == ':';
      int hours = digits(b, at + 1, 2);
      if (hours < 0 || at + (colon ? 6 : 5) > stop) {
        return false;
      }
      int minutes = digits(b, at + (colon ? 4 : 3), 2);
      if (minutes < 0) {
        return false;
      }
      offset = sign * (hours * 60L + minutes) * 60;
      at += colon ? 6 : 5;
    } else {
      return false;
    }
    long seconds = midnight(year, month, day) + hour * 3600L + minute * 60L + second - offset;
    nanos += seconds * SECOND;
    end = at;
    return true;
  }

  private long midnight(int year, int month, int day) {
    long date = year * 10_000L + month * 100L + day;
    if (date != cachedDate) {
      // Days of the proleptic Gregorian calendar, years beginning in March.
      long y = month <= 2 ? year - 1 : year;
      long m = (month + 9) % 12;
      long days = 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1 - 719_468;
      cachedDate = date;
      cachedSeconds = days * 86_400;
    }
    return cachedSeconds;
  }

  /** {@code 32117@1795419395.385718:}. */
  public boolean threadStamp(byte[] b, int start, int stop) {
    int at = start;
    long number = 0;
    while (at < stop && b[at] >= '0' && b[at] <= '9' && at - start < 10) {
      number = number * 10 + b[at++] - '0';
    }
    if (at == start || at >= stop || b[at] != '@') {
      return false;
    }
    thread = number;
    return seconds(b, at + 1, stop) && end < stop && b[end] == ':' && ++end > 0;
  }

  /** {@code 1795419395.385718}; up to nine digits after the dot, or none. */
  public boolean seconds(byte[] b, int start, int stop) {
    int at = start;
    long whole = 0;
    while (at < stop && b[at] >= '0' && b[at] <= '9' && at - start < 10) {
      whole = whole * 10 + b[at++] - '0';
    }
    if (at == start) {
      return false;
    }
    at = fraction(b, at, stop);
    nanos += whole * SECOND;
    end = at;
    return true;
  }

  /** {@code 08:01:33.305296}, since midnight. */
  public boolean timeOfDay(byte[] b, int start, int stop) {
    if (stop - start < 8 || b[start + 2] != ':' || b[start + 5] != ':') {
      return false;
    }
    int hour = digits(b, start, 2);
    int minute = digits(b, start + 3, 2);
    int second = digits(b, start + 6, 2);
    if ((hour | minute | second) < 0) {
      return false;
    }
    int at = fraction(b, start + 8, stop);
    nanos += (hour * 3600L + minute * 60L + second) * SECOND;
    end = at;
    return true;
  }

  /** Sets {@link #nanos} to the fraction after a dot, 0 if there is none. */
  private int fraction(byte[] b, int start, int stop) {
    nanos = 0;
    if (start >= stop || b[start] != '.') {
      return start;
    }
    int at = start + 1;
    long unit = SECOND;
    while (at < stop && b[at] >= '0' && b[at] <= '9') {
      unit /= 10;
      nanos += (b[at++] - '0') * unit;
    }
    return at;
  }

  private static int digits(byte[] b, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int d = b[i] - '0';
      if (d < 0 || d > 9) {
        return -1;
      }
      value = value * 10 + d;
    }
    return value;
  }
}
