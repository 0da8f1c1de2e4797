// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** What is shown and written of a run, and copies without private data. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.report {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.stream;
  requires transitive dev.vtrace.vhostuser;
  requires transitive dev.vtrace.trace;
  requires transitive dev.vtrace.analysis;
  requires transitive com.fasterxml.jackson.core;
  requires org.tukaani.xz;

  exports dev.vtrace.decoder.export to
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.exporter to
      dev.vtrace.cli;
  exports dev.vtrace.decoder.redact to
      dev.vtrace.charts,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.report to
      dev.vtrace.charts,
      dev.vtrace.cli;
}
