// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.Closeable;
import java.io.IOException;

/** A way to a collector of OpenTelemetry. */
interface OtlpTransport extends Closeable {
  /**
   * Sends one request, again while the collector is busy or cannot be reached.
   *
   * @param signal {@code traces} or {@code metrics}
   * @param body in protobuf
   * @return what the collector did not take, empty if it took all
   * @throws IOException if it did not take it; the message names the address and the reason
   */
  String send(String signal, byte[] body) throws IOException;

  @Override
  default void close() {}
}
