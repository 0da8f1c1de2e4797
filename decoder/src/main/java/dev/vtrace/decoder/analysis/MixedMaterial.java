// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceRecord;
import java.util.List;

/** What one text tells beside the events of a process: its conversation, and its back-end. */
final class MixedMaterial {
  private final Input input;
  private final Material material;
  private final BackendTraffic backend;

  MixedMaterial(Input input, Material material) {
    this.input = input;
    this.material = material;
    this.backend = new BackendTraffic(input.name());
  }

  void take(TraceRecord record) {
    if (record instanceof QmpMessage message) {
      // In the log of a process the conversation is with that process.
      material.qmp.add(message.who().isEmpty() ? message.of(input.participant()) : message);
    } else if (record instanceof BackendLine line) {
      backend.take(line);
    }
  }

  List<Traffic> connections() {
    return backend.connections();
  }
}
