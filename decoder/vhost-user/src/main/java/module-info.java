// SPDX-License-Identifier: Apache-2.0

/** The vhost-user protocol. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module dev.vtrace.vhostuser {
  requires transitive dev.vtrace.core;

  exports dev.vtrace.decoder.vhostuser to
      dev.vtrace.trace,
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.tracer,
      dev.vtrace.server;
}
