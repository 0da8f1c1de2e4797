// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * How a capture is read.
 *
 * <pre>{@code
 * OpenOptions options = OpenOptions.DEFAULT.withMaxUnpackedBytes(1L << 30).withCancel(job::stopped);
 * }</pre>
 *
 * @param maxUnpackedBytes how many bytes all compressed files and archives may unpack to
 * @param maxEntries how many files a capture may have
 * @param maxRecords how many messages, events and lines may be read from all files together
 * @param events which trace events are kept beside those that the ledger and findings need, by
 *     their names in the trace
 * @param progress is told how far the files were read
 * @param cancel whether the reading is to end; asked often, by the thread that reads
 */
public record OpenOptions(
    long maxUnpackedBytes,
    int maxEntries,
    long maxRecords,
    Predicate<String> events,
    ReadProgress progress,
    BooleanSupplier cancel) {
  /** 16 GiB unpacked, 10,000 files, any number of records; no more events than are needed. */
  public static final OpenOptions DEFAULT =
      new OpenOptions(
          16L << 30,
          10_000,
          Long.MAX_VALUE,
          name -> false,
          (file, bytes, total) -> {},
          () -> false);

  public OpenOptions {
    Objects.requireNonNull(events);
    Objects.requireNonNull(progress);
    Objects.requireNonNull(cancel);
  }

  /** The same with another limit of {@link #maxUnpackedBytes}. */
  public OpenOptions withMaxUnpackedBytes(long bytes) {
    return new OpenOptions(bytes, maxEntries, maxRecords, events, progress, cancel);
  }

  /** The same with another limit of {@link #maxEntries}. */
  public OpenOptions withMaxEntries(int entries) {
    return new OpenOptions(maxUnpackedBytes, entries, maxRecords, events, progress, cancel);
  }

  /** The same with another limit of {@link #maxRecords}. */
  public OpenOptions withMaxRecords(long records) {
    return new OpenOptions(maxUnpackedBytes, maxEntries, records, events, progress, cancel);
  }

  /** The same with more trace events; {@code name -> true} keeps all. */
  public OpenOptions withEvents(Predicate<String> wanted) {
    return new OpenOptions(maxUnpackedBytes, maxEntries, maxRecords, wanted, progress, cancel);
  }

  /** The same with another listener. */
  public OpenOptions withProgress(ReadProgress listener) {
    return new OpenOptions(maxUnpackedBytes, maxEntries, maxRecords, events, listener, cancel);
  }

  /** The same with another sign to end. */
  public OpenOptions withCancel(BooleanSupplier sign) {
    return new OpenOptions(maxUnpackedBytes, maxEntries, maxRecords, events, progress, sign);
  }
}
