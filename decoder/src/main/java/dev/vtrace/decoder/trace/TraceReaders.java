// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.trace.BackendLogReader;
import dev.vtrace.decoder.trace.FtraceReader;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.QemuLogReader;
import dev.vtrace.decoder.trace.QmpReader;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.StraceReader;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.VhostJsonReader;

/** The readers of kinds that have lines. */
final class TraceReaders {
  private TraceReaders() {}

  /** A reader, or null for text without records. */
  static TraceReader of(InputKind kind, ReadOptions options) {
    switch (kind) {
      case QEMU_LOG:
        return new QemuLogReader(options);
      case SIMPLETRACE_TEXT:
        return new SimpletraceTextReader(options);
      case FTRACE:
        return new FtraceReader(options);
      case STRACE:
        return new StraceReader(options);
      case VHOST_USER_JSON:
        return new VhostJsonReader(options);
      case QMP:
        return new QmpReader(options);
      case BACKEND_LOG:
        return new BackendLogReader(options);
      default:
        return null;
    }
  }
}
