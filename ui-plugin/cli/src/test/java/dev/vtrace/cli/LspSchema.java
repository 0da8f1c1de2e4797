// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.jsonrpc.validation.ReflectiveMessageValidator;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/**
 * Holds messages of a server against the types of LSP: each must be read as its type, have all
 * members that the type needs, and none that the type does not have, which shows in what is left
 * when it is written again.
 */
final class LspSchema {
  private final Map<String, JsonRpcMethod> methods = new LinkedHashMap<>();
  private final MessageJsonHandler json;
  private final Map<String, String> requests = new HashMap<>();

  LspSchema() {
    methods.putAll(ServiceEndpoints.getSupportedMethods(LanguageServer.class));
    methods.putAll(ServiceEndpoints.getSupportedMethods(LanguageClient.class));
    json = new MessageJsonHandler(methods);
    json.setMethodProvider(requests::get);
  }

  void sent(int id, String method) {
    requests.put(Integer.toString(id), method);
  }

  /** What is wrong with a message; nothing for methods that LSP does not have. */
  List<String> violations(JsonObject message) {
    List<String> out = new ArrayList<>();
    String method =
        message.has("method")
            ? message.get("method").getAsString()
            : requests.get(message.get("id").toString());
    if (!"2.0".equals(message.get("jsonrpc").getAsString())) {
      out.add("jsonrpc is missing: " + message);
    }
    if (!message.has("method") && message.has("result") == message.has("error")) {
      out.add("a reply has a result or an error: " + message);
    }
    // A request that nobody knows is answered with an error.
    boolean refused = !message.has("method") && message.has("error");
    if (method == null || method.startsWith("vtrace/") || refused && !methods.containsKey(method)) {
      return out;
    }
    if (!methods.containsKey(method)) {
      out.add("LSP has no " + method);
      return out;
    }
    try {
      Message read = json.parseMessage(message.toString());
      new ReflectiveMessageValidator(valid -> {}).consume(read);
      JsonElement again = JsonParser.parseString(json.serialize(read));
      if (!message.has("error") && !compact(again).equals(compact(message))) {
        out.add(method + ": " + message + " is read as " + again);
      }
    } catch (MessageIssueException e) {
      out.add(method + ": " + e.getIssues());
    }
    return out;
  }

  /** Without members that are null, which may as well be left out. */
  private static JsonElement compact(JsonElement tree) {
    if (tree.isJsonObject()) {
      JsonObject out = new JsonObject();
      tree.getAsJsonObject()
          .entrySet()
          .forEach(
              each -> {
                if (!each.getValue().isJsonNull()) {
                  out.add(each.getKey(), compact(each.getValue()));
                }
              });
      return out;
    }
    if (tree.isJsonArray()) {
      var out = new com.google.gson.JsonArray();
      tree.getAsJsonArray().forEach(each -> out.add(compact(each)));
      return out;
    }
    return tree;
  }
}
