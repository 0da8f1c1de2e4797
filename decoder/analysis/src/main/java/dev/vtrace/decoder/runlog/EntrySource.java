// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Entries in their order, one at a time. */
interface EntrySource extends Closeable {
  /**
   * The next entry; null after the last one.
   *
   * @throws IOException if it cannot be read
   */
  @Nullable LogEntry next() throws IOException;

  @Override
  default void close() {}
}
