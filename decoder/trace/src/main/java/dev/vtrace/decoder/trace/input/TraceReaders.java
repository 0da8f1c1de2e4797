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
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.trace.socket.SocketWire;
import dev.vtrace.decoder.trace.socket.StraceReader;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import org.jspecify.annotations.Nullable;

/** The reader for each kind of input that holds records. */
public final class TraceReaders {
  private TraceReaders() {}

  /** A reader of a file's records as they stand in it; null for a kind that holds none. */
  public static @Nullable TraceReader of(InputKind kind, ReadOptions options) {
    switch (kind) {
      case QEMU_LOG:
        return new QemuLogReader(options);
      case SIMPLETRACE:
        return new SimpletraceReader(options);
      case SIMPLETRACE_TEXT:
        return new SimpletraceTextReader(options);
      case FTRACE:
        return new FtraceReader(options);
      case STRACE:
        return new StraceReader(options);
      case VHOST_USER_JSON:
        return new VhostJsonReader(options);
      case PCAPNG:
        return new PcapngReader(options);
      case QMP:
        return new QmpReader(options);
      case BACKEND_LOG:
        return new BackendLogReader(options);
      default:
        return null;
    }
  }

  /**
   * A reader of vhost-user traffic: its records are {@link WireMessage} and {@link WireEvent},
   * whether sockets or system calls were recorded. Null for a kind that holds none.
   */
  public static @Nullable TraceReader wire(InputKind kind, ReadOptions options) {
    switch (kind) {
      case STRACE:
        return (in, sink) -> {
          SocketWire wire = new SocketWire(sink, options.diagnostics());
          ReadSummary summary = new StraceReader(options).read(in, wire);
          wire.end();
          return summary;
        };
      case VHOST_USER_JSON:
      case PCAPNG:
        return of(kind, options);
      default:
        return null;
    }
  }
}
