// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.tracer.attach.Attachment;
import dev.vtrace.tracer.attach.WantedEvent;
import dev.vtrace.tracer.sys.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What a client says when it attaches: {@code qmp}, the address of the monitor; and if it wants
 * {@code role} ({@code source} or {@code destination}), {@code follow}, the log, {@code events},
 * patterns of trace events beside the usual ones, {@code eventsOnly}, those in place of them,
 * {@code output}, the folder to record into, {@code stopOnBreakpoint}.
 */
record AttachArguments(LaunchArguments given) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private String text(String name, String otherwise) {
    List<String> texts = given.texts(name);
    return texts.isEmpty() ? otherwise : texts.get(0);
  }

  Attachment.AttachTarget request() throws IOException {
    String qmp = text("qmp", "");
    if (qmp.isEmpty()) {
      throw new DebugRefusal("no QEMU to attach to; give qmp, the address of its monitor");
    }
    String role = text("role", "");
    try {
      return new Attachment.AttachTarget(
          role.isEmpty() ? "qemu" : role,
          role,
          Address.parse(qmp),
          WantedEvent.patterns(given.texts("eventsOnly"), given.texts("events")),
          text("follow", ""),
          PATIENCE);
    } catch (IllegalArgumentException e) {
      throw new DebugRefusal("qmp: " + e.getMessage());
    }
  }

  /** The folder to record into, which is not there yet. */
  Path output() {
    String output = text("output", "");
    return output.isEmpty()
        ? Path.of(System.getProperty("java.io.tmpdir"), "vtrace-" + UUID.randomUUID())
        : Path.of(output);
  }

  /** Whether a breakpoint stops the guest. */
  boolean stopOnBreakpoint() {
    return Boolean.TRUE.equals(given.values().get("stopOnBreakpoint"));
  }
}
