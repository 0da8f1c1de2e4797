// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonObject;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;

/** A client, with the event that the protocol does not have; see PROTOCOL.md. */
interface VtraceDebugClient extends IDebugProtocolClient {
  /** Where the debugger stands, after each stop. */
  @JsonNotification("vtrace/position")
  void position(JsonObject position);
}
