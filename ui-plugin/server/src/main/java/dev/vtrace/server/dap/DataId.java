// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Owner;

/** Names a value over the wire: {@code 2|0000:00:01.0/vhost-user-blk|queue[0].state}. */
record DataId(Owner owner, String path) {
  static DataId parse(String text) {
    String[] parts = text == null ? new String[0] : text.split("\\|", 3);
    try {
      if (parts.length == 3) {
        return new DataId(new Owner(Integer.parseInt(parts[0]), parts[1]), parts[2]);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new DebugRefusal("'" + text + "' names no value; ask dataBreakpointInfo for it");
  }

  @Override
  public String toString() {
    return owner.track() + "|" + owner.device() + "|" + path;
  }
}
