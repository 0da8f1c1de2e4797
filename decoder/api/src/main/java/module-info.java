// SPDX-License-Identifier: Apache-2.0

/** What other programs may use of vtrace. */
module dev.vtrace.api {
  requires dev.vtrace.core;
  requires dev.vtrace.stream;
  requires dev.vtrace.vhostuser;
  requires dev.vtrace.trace;
  requires dev.vtrace.analysis;

  exports dev.vtrace.api;
}
