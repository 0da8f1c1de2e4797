// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Migration streams of QEMU. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.stream {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive com.fasterxml.jackson.core;
  requires com.github.luben.zstd_jni;

  exports dev.vtrace.decoder.channels to
      dev.vtrace.report,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.compare to
      dev.vtrace.report,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.devices to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.ram to
      dev.vtrace.cli;
  exports dev.vtrace.decoder.stream to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.api,
      dev.vtrace.fleet,
      dev.vtrace.tracer,
      dev.vtrace.server,
      dev.vtrace.cli;
  exports dev.vtrace.decoder.vmstate to
      dev.vtrace.analysis,
      dev.vtrace.report,
      dev.vtrace.server,
      dev.vtrace.cli;
}
