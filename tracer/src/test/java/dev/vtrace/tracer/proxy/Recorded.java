// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a traffic file holds, by the decoder's reader. */
public record Recorded(
    List<WireMessage> messages, List<WireEvent> events, List<Diagnostic> findings) {

  /** Reads a file to its end. */
  public static Recorded read(Path file) throws IOException {
    Recorded out = new Recorded(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (InputStream in = Files.newInputStream(file)) {
      new PcapngReader(ReadOptions.of("traffic", out.findings::add))
          .read(
              in,
              record -> {
                if (record instanceof WireMessage message) {
                  out.messages.add(message);
                } else if (record instanceof WireEvent event) {
                  out.events.add(event);
                }
              });
    }
    return out;
  }

  /** The events of a kind. */
  public List<WireEvent> events(WireEvent.WireEventKind kind) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }
}
