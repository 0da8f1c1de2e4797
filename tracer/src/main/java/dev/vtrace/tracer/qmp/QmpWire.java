// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** What QMP is spoken over: JSON objects each way, the greeting first. */
interface QmpWire extends Closeable {
  /** What QEMU says; for one thread. */
  InputStream input();

  /** Sends a command, one JSON object; for any thread. */
  void send(byte[] command) throws IOException;
}
