// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.trace.TraceRecord;
import java.util.List;

/**
 * A recorded vhost-user connection.
 *
 * @param file position of its file among those with traffic
 * @param name of the connection, as the recorder numbered it
 * @param owner the QEMU that opened it
 * @param records messages, openings and closings, in order
 */
record ReplayedConnection(int file, String name, String owner, List<TraceRecord> records) {
  /** What players call the connection. */
  String key() {
    return "connection " + name + " of file " + file;
  }
}
