// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** What other programs may use of vtrace. */
@NullMarked
module dev.vtrace.api {
  requires static org.jspecify;
  requires dev.vtrace.core;
  requires dev.vtrace.stream;
  requires dev.vtrace.vhostuser;
  requires dev.vtrace.trace;
  requires dev.vtrace.analysis;

  exports dev.vtrace.api;
}
