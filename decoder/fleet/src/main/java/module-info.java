// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Many captures as tables. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.fleet {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.stream;
  requires transitive dev.vtrace.trace;
  requires transitive dev.vtrace.analysis;
  requires transitive dev.vtrace.report;
  requires transitive com.fasterxml.jackson.core;
  requires com.github.luben.zstd_jni;

  exports dev.vtrace.decoder.fleet to
      dev.vtrace.charts,
      dev.vtrace.cli;
}
