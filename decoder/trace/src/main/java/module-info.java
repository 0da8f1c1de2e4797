// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Logs, traces and recordings of QEMU, and captures made of them. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.trace {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.vhostuser;
  requires transitive com.fasterxml.jackson.core;

  exports dev.vtrace.decoder.capture to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.messages to
      dev.vtrace.analysis,
      dev.vtrace.report;
  exports dev.vtrace.decoder.trace to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.trace.event to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.trace.input to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.trace.log to
      dev.vtrace.tracer;
  exports dev.vtrace.decoder.trace.line to
      dev.vtrace.analysis;
  exports dev.vtrace.decoder.trace.simpletrace to
      dev.vtrace.cli,
      dev.vtrace.report;
  exports dev.vtrace.decoder.trace.socket to
      dev.vtrace.report,
      dev.vtrace.tracer;
}
