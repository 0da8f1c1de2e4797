// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Bytes, places in them, diagnostics, feature bits, identities of descriptors. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.core {
  requires static org.jspecify;
  requires com.github.luben.zstd_jni;
  requires jdk.unsupported;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;

  exports dev.vtrace.decoder.bytes to
      dev.vtrace.stream,
      dev.vtrace.vhostuser,
      dev.vtrace.trace,
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.descriptors to
      dev.vtrace.stream,
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.tracer,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.diagnostics to
      dev.vtrace.stream,
      dev.vtrace.vhostuser,
      dev.vtrace.trace,
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.charts,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.features to
      dev.vtrace.stream,
      dev.vtrace.vhostuser,
      dev.vtrace.trace,
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.server;
}
