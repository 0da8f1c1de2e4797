// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Pictures and pages. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.charts {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.analysis;
  requires transitive dev.vtrace.report;
  requires transitive dev.vtrace.fleet;
  requires transitive java.desktop;
  requires transitive org.jfree.jfreechart;

  exports dev.vtrace.charts to
      dev.vtrace.cli;
}
