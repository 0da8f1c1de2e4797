// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.PcapngReader;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.SocketWire;
import dev.vtrace.decoder.trace.StraceReader;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.VhostJsonReader;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads vhost-user traffic, connection by connection. */
final class ConnectionReader {
  private final List<Connection> connections = new ArrayList<>();
  private Map<String, Connection> open;
  private Input input;

  void read(Input of) throws IOException {
    input = of;
    open = new LinkedHashMap<>();
    ReadOptions options = ReadOptions.of(of.name(), d -> {});
    try (ByteSource source = Inputs.open(of.path())) {
      if (of.kind() == InputKind.STRACE) {
        SocketWire wire = new SocketWire(this::take, d -> {});
        new StraceReader(options).read(source, wire);
        wire.end();
      } else {
        boolean pcap = of.kind() == InputKind.PCAPNG;
        TraceReader reader = pcap ? new PcapngReader(options) : new VhostJsonReader(options);
        reader.read(source, this::take);
      }
    }
    for (Connection connection : open.values()) {
      connection.session().end();
      connections.add(connection);
    }
  }

  List<Connection> connections() {
    return connections;
  }

  private void take(TraceRecord record) {
    if (record instanceof WireMessage message) {
      connection(message.connection()).add(message);
    } else if (record instanceof WireEvent event) {
      connection(event.connection()).events().add(event);
    }
  }

  private Connection connection(String name) {
    return open.computeIfAbsent(
        name,
        key -> {
          List<Diagnostic> notes = new ArrayList<>();
          Session session = new Session(notes::add);
          String whose = input.participant();
          return new Connection(
              input.name(), key, whose, session, new ArrayList<>(), new ArrayList<>(), notes);
        });
  }
}
