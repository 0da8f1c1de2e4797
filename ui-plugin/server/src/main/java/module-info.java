// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Language server and debug adapter. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
@NullMarked
module dev.vtrace.server {
  requires static org.jspecify;
  requires transitive dev.vtrace.core;
  requires transitive dev.vtrace.stream;
  requires transitive dev.vtrace.vhostuser;
  requires transitive dev.vtrace.trace;
  requires transitive dev.vtrace.analysis;
  requires transitive dev.vtrace.report;
  requires transitive dev.vtrace.tracer;
  requires transitive com.google.gson;
  requires transitive java.logging;
  requires transitive org.eclipse.lsp4j;
  requires transitive org.eclipse.lsp4j.debug;
  requires transitive org.eclipse.lsp4j.jsonrpc;
  requires transitive org.eclipse.lsp4j.jsonrpc.debug;

  exports dev.vtrace.server.dap to
      dev.vtrace.cli;
  exports dev.vtrace.server.lsp to
      dev.vtrace.cli;
  exports dev.vtrace.server.rpc to
      dev.vtrace.cli;
  exports dev.vtrace.server.run to
      dev.vtrace.cli;

  opens dev.vtrace.server.lsp to
      com.google.gson,
      org.eclipse.lsp4j.jsonrpc;
  opens dev.vtrace.server.dap to
      com.google.gson,
      org.eclipse.lsp4j.jsonrpc;
}
