// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A moment as people write it: {@code 2026-11-23T08:02:35.54Z}, {@code 08:02:35.54} in UTC, {@code
 * +1.5s} after the beginning, or nanoseconds since the epoch.
 *
 * @param form what the number counts from
 * @param ns nanoseconds since then
 */
public record Moment(MomentForm form, long ns) {
  private static final long DAY = 24L * 3600 * 1_000_000_000;
  private static final int LONGEST = 40;

  /** What a moment counts from. */
  public enum MomentForm {
    EPOCH,
    MIDNIGHT,
    BEGINNING
  }

  /** The moment of a text, or null if it is none. */
  public static @Nullable Moment of(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    if (text.charAt(0) == '+') {
      long span = span(text.substring(1));
      return span < 0 ? null : new Moment(MomentForm.BEGINNING, span);
    }
    try {
      if (text.indexOf('T') > 0) {
        Instant instant = Instant.parse(text.endsWith("Z") ? text : text + "Z");
        long seconds = Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L);
        return new Moment(MomentForm.EPOCH, Math.addExact(seconds, instant.getNano()));
      }
      if (text.indexOf(':') > 0) {
        return new Moment(MomentForm.MIDNIGHT, LocalTime.parse(text).toNanoOfDay());
      }
      return new Moment(MomentForm.EPOCH, Long.parseUnsignedLong(text));
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      return null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A length of time: {@code 100ms}, {@code 1.5s}, {@code 20us}; in nanoseconds, -1 for none. */
  public static long span(String text) {
    int digits = 0;
    while (digits < text.length() && "0123456789.".indexOf(text.charAt(digits)) >= 0) {
      digits++;
    }
    long unit =
        switch (text.substring(digits)) {
          case "ns" -> 1L;
          case "us", "µs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "min" -> 60_000_000_000L;
          default -> -1L;
        };
    if (unit < 0 || digits == 0 || digits > 20) {
      return -1;
    }
    try {
      return new BigDecimal(text.substring(0, digits))
          .multiply(BigDecimal.valueOf(unit))
          .toBigInteger()
          .longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      return -1;
    }
  }

  /**
   * Nanoseconds since the epoch.
   *
   * @param firstNs when the run begins
   */
  public long at(long firstNs) {
    return switch (form) {
      case EPOCH -> ns;
      case BEGINNING -> firstNs + ns;
      case MIDNIGHT -> {
        long midnight = firstNs - Math.floorMod(firstNs, DAY);
        boolean nextDay = midnight + ns + DAY / 2 < firstNs;
        yield midnight + ns + (nextDay ? DAY : 0);
      }
    };
  }
}
