// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.services.LanguageServer;

/** A connection that knows the requests of vtrace beside those of LSP. Their answers stay JSON. */
final class VtraceLauncher extends Launcher.Builder<LanguageServer> {
  private static final List<String> REQUESTS =
      List.of(
          "vtrace/open",
          "vtrace/close",
          "vtrace/verify",
          "vtrace/ledger",
          "vtrace/fds",
          "vtrace/diagnostics",
          "vtrace/timeline",
          "vtrace/items",
          "vtrace/at",
          "vtrace/locate",
          "vtrace/kind",
          "vtrace/text",
          "vtrace/report",
          "vtrace/attach",
          "vtrace/detach",
          "vtrace/stream/tree",
          "vtrace/stream/at",
          "vtrace/stream/search",
          "vtrace/stream/bytes");

  @Override
  protected Map<String, JsonRpcMethod> getSupportedMethods() {
    Map<String, JsonRpcMethod> out = super.getSupportedMethods();
    for (String name : REQUESTS) {
      out.put(name, JsonRpcMethod.request(name, JsonElement.class, JsonObject.class));
    }
    return out;
  }
}
