// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Recording of live migrations. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.tracer {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.stream;
  requires transitive dev.vtrace.vhostuser;
  requires transitive dev.vtrace.trace;
  requires transitive dev.vtrace.analysis;
  requires transitive dev.vtrace.report;
  requires transitive com.fasterxml.jackson.core;
  requires transitive com.sun.jna;

  exports dev.vtrace.tracer.attach to
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.tracer.forward to
      dev.vtrace.cli;
  exports dev.vtrace.tracer.migration to
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.tracer.provenance to
      dev.vtrace.cli;
  exports dev.vtrace.tracer.proxy to
      dev.vtrace.cli;
  exports dev.vtrace.tracer.qmp to
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.tracer.recording to
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.tracer.replay to
      dev.vtrace.cli;
  exports dev.vtrace.tracer.strace to
      dev.vtrace.cli;
  exports dev.vtrace.tracer.sys to
      dev.vtrace.server,
      dev.vtrace.cli;

  opens dev.vtrace.tracer.sys to
      com.sun.jna;
}
