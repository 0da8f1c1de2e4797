// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The vhost-user protocol. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.vhostuser {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;

  exports dev.vtrace.decoder.vhostuser to
      dev.vtrace.trace,
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.tracer,
      dev.vtrace.server;
}
