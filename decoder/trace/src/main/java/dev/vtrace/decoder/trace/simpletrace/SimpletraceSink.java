// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.simpletrace;

import dev.vtrace.decoder.trace.event.EventDeclaration;

/** Gets the records of a simpletrace file without an object for each. */
interface SimpletraceSink {
  /**
   * One event; the arguments lie in the buffer until the next call.
   *
   * @param offset of the record in the file
   */
  void event(
      EventDeclaration declaration,
      long offset,
      long timeNs,
      long process,
      byte[] buffer,
      int at,
      int length);

  /** Events were lost. */
  void dropped(long offset, long timeNs, long process, long count);
}
