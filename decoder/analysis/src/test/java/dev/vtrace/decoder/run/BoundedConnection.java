// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.vhostuser.MessageBound;

/** Connections of which few messages are kept. */
public final class BoundedConnection {
  private BoundedConnection() {}

  /** One that keeps the first quarter and the last messages, once there are more than so many. */
  public static ConnectionBuilder of(String file, int most) {
    return new ConnectionBuilder(
        file, "", "", "", new KeptNotes(note -> {}), new MessageBound(most));
  }
}
