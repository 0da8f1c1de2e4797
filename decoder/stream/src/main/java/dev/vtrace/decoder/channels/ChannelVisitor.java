// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Receives what is found on one channel, in its order. */
public interface ChannelVisitor {
  /** Called for each record. */
  default void record(ChannelRecord record) throws IOException {}

  /**
   * Called for each page before the record that it is in.
   *
   * @param page where it belongs; its span is that of the content, or of the packed content of all
   *     pages of the packet
   * @param content a buffer with the content if that was packed, valid during the call; else null
   * @param at where in the buffer
   */
  default void page(RamPage page, byte @Nullable [] content, int at) throws IOException {}

  /** Called for each finding. */
  default void diagnostic(Diagnostic diagnostic) throws IOException {}
}
