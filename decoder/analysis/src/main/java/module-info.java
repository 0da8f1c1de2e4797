// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** What the evidence of a run means. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.analysis {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.stream;
  requires transitive dev.vtrace.vhostuser;
  requires transitive dev.vtrace.trace;
  requires transitive com.fasterxml.jackson.core;

  exports dev.vtrace.decoder.analysis to
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.analysis.model to
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.analysis.operation to
      dev.vtrace.report;
  exports dev.vtrace.decoder.analysis.view to
      dev.vtrace.server;
  exports dev.vtrace.decoder.answer to
      dev.vtrace.report,
      dev.vtrace.fleet,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.condition to
      dev.vtrace.report,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.runlog to
      dev.vtrace.report,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.rules to
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.rules.model to
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.run to
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.rundiff to
      dev.vtrace.report,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.setup to
      dev.vtrace.report,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.timeline to
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
}
