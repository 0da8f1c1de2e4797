// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.input;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.FtraceReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.socket.PcapReader;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.trace.socket.SocketWire;
import dev.vtrace.decoder.trace.socket.StraceReader;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import java.util.Optional;

/** The reader for each kind of input that holds records. */
public final class TraceReaders {
  private TraceReaders() {}

  /** A reader of a file's records as they stand in it; empty for a kind that holds none. */
  public static Optional<TraceReader> of(InputKind kind, ReadOptions options) {
    switch (kind) {
      case QEMU_LOG:
        return Optional.of(new QemuLogReader(options));
      case SIMPLETRACE:
        return Optional.of(new SimpletraceReader(options));
      case SIMPLETRACE_TEXT:
        return Optional.of(new SimpletraceTextReader(options));
      case FTRACE:
        return Optional.of(new FtraceReader(options));
      case STRACE:
        return Optional.of(new StraceReader(options));
      case VHOST_USER_JSON:
        return Optional.of(new VhostJsonReader(options));
      case PCAPNG:
        return Optional.of(new PcapngReader(options));
      case PCAP:
        return Optional.of(new PcapReader(options));
      case QMP:
        return Optional.of(new QmpReader(options));
      case BACKEND_LOG:
        return Optional.of(new BackendLogReader(options));
      default:
        return Optional.empty();
    }
  }

  /**
   * A reader of vhost-user traffic: its records are {@link WireMessage} and {@link WireEvent},
   * whether sockets or system calls were recorded. Empty for a kind that holds none.
   */
  public static Optional<TraceReader> wire(InputKind kind, ReadOptions options) {
    switch (kind) {
      case STRACE:
        return Optional.of(
            (in, sink) -> {
              SocketWire wire = new SocketWire(sink, options.diagnostics());
              ReadSummary summary = new StraceReader(options).read(in, wire);
              wire.end();
              return summary;
            });
      case VHOST_USER_JSON:
      case PCAPNG:
      case PCAP:
        return of(kind, options);
      default:
        return Optional.empty();
    }
  }
}
