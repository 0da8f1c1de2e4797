// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times and durations for people. */
public final class TimeWords {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private TimeWords() {}

  /** A duration with two or three significant digits: {@code 12.3 ms}. */
  public static String duration(long ns) {
    if (ns < MICRO) {
      return ns + " ns";
    }
    if (ns < MILLI) {
      return scaled(ns, MICRO) + " µs";
    }
    if (ns < SECOND) {
      return scaled(ns, MILLI) + " ms";
    }
    if (ns < 2 * MINUTE) {
      return scaled(ns, SECOND) + " s";
    }
    return ns / MINUTE + " min " + ns % MINUTE / SECOND + " s";
  }

  /** Time of day, UTC, to the microsecond. */
  public static String clock(long ns) {
    return CLOCK.format(Instant.ofEpochSecond(ns / SECOND, ns % SECOND));
  }

  /** Date and time of day, UTC, to the microsecond. */
  public static String date(long ns) {
    return Instant.ofEpochSecond(ns / SECOND, ns % SECOND / MICRO * MICRO).toString();
  }

  private static String scaled(long ns, long unit) {
    long whole = ns / unit;
    if (whole >= 100) {
      return Long.toString(whole);
    }
    if (whole >= 10) {
      return whole + "." + ns % unit * 10 / unit;
    }
    long hundredths = ns % unit * 100 / unit;
    return whole + "." + (hundredths < 10 ? "0" : "") + hundredths;
  }
}
