// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.trace.TraceEvent;
import java.util.OptionalLong;

/** What a trace calls a vhost device. */
public final class TracedDevice {
  private TracedDevice() {}

  /** The pointer to its {@code vhost_dev}, as {@code 0x557f43c5fca0}; empty where there is none. */
  public static String pointer(TraceEvent event) {
    OptionalLong pointer = event.pointer("dev");
    return pointer.isPresent() ? "0x" + Long.toHexString(pointer.getAsLong()) : "";
  }

  /** Pointer and name: several devices of a process can have the same name. */
  public static String key(TraceEvent event) {
    return pointer(event) + ":" + event.string("name");
  }
}
