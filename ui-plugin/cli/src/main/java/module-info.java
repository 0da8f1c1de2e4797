// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The vtrace command. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.cli {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.stream;
  requires transitive dev.vtrace.trace;
  requires transitive dev.vtrace.analysis;
  requires transitive dev.vtrace.report;
  requires transitive dev.vtrace.fleet;
  requires transitive dev.vtrace.tracer;
  requires transitive dev.vtrace.charts;
  requires transitive dev.vtrace.server;
  requires java.net.http;
  requires jdk.unsupported;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.apache.httpcomponents.core5.httpcore5.h2;
  requires transitive org.apache.commons.cli;
}
