// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.IOException;

/**
 * Receives what is found in a migration: of the main stream as from a {@code StreamDecoder}, of
 * each channel by its position in the list of channels, from 1. Channels are read where the main
 * stream says that they were flushed, so what they carry comes between its records.
 */
public interface MigrationVisitor extends StreamVisitor {
  /** Called for each record of a channel. */
  default void channelRecord(int channel, ChannelRecord record) throws IOException {}

  /** Called for each page that a channel carries. */
  default void channelPage(int channel, RamPage page) throws IOException {}

  /** Called for each finding on a channel. */
  default void channelDiagnostic(int channel, Diagnostic diagnostic) throws IOException {}
}
