// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import org.jspecify.annotations.Nullable;

/** Commands to the destination (migration/savevm.c of QEMU 7.2 to 11.1). */
public enum StreamCommand {
  OPEN_RETURN_PATH(1),
  PING(2),
  POSTCOPY_ADVISE(3),
  POSTCOPY_LISTEN(4),
  POSTCOPY_RUN(5),
  POSTCOPY_RAM_DISCARD(6),
  PACKAGED(7),
  ENABLE_COLO(8),
  POSTCOPY_RESUME(9),
  RECV_BITMAP(10),
  SWITCHOVER_START(11);

  private final int number;

  StreamCommand(int number) {
    this.number = number;
  }

  /** The command with this number, or null. */
  public static @Nullable StreamCommand of(int number) {
    for (StreamCommand command : values()) {
      if (command.number == number) {
        return command;
      }
    }
    return null;
  }
}
