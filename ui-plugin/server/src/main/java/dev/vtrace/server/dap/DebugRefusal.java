// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.debug.messages.DebugResponseMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** A request that cannot be done, with the sentence that the client shows. */
final class DebugRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean shown;

  DebugRefusal(String sentence) {
    this(sentence, true);
  }

  private DebugRefusal(String sentence, boolean shown) {
    super(sentence);
    this.shown = shown;
  }

  /** One that is the client's doing and not its user's, who does not get to see it. */
  static DebugRefusal untimely(String sentence) {
    return new DebugRefusal(sentence, false);
  }

  /** About what somebody typed: the client says it where it was typed, and nowhere else. */
  static DebugRefusal typed(String sentence) {
    return new DebugRefusal(sentence, false);
  }

  /** As it goes over the wire. */
  ResponseError toError() {
    String sentence = String.valueOf(getMessage());
    return new ResponseError(ResponseErrorCode.RequestFailed, sentence, body(sentence, shown));
  }

  private static Map<String, Object> body(String sentence, boolean shown) {
    // Braces in a format are places for variables.
    String format = sentence.replace('{', '(').replace('}', ')');
    return Map.of("error", Map.of("id", 1, "format", format, "showUser", shown));
  }

  /** Gives a refusal of the library the same form, without the names of its classes. */
  static void complete(DebugResponseMessage response) {
    if (response.getMethod() == null) {
      response.setMethod("");
    }
    ResponseError error = response.getError();
    boolean ours = error.getData() instanceof Map<?, ?> map && map.containsKey("error");
    if (ours) {
      return;
    }
    String method = response.getMethod();
    int code = error.getCode();
    String sentence = error.getMessage();
    if (method.isEmpty()) {
      sentence = "a request needs a command";
    } else if (code == ResponseErrorCode.MethodNotFound.getValue()) {
      sentence = method + " is not a request that this adapter knows";
    } else if (code == ResponseErrorCode.ParseError.getValue()
        || code == ResponseErrorCode.InvalidParams.getValue()
        || code == ResponseErrorCode.InvalidRequest.getValue()) {
      sentence = "the arguments of " + method + " do not match the protocol";
    }
    error.setMessage(sentence);
    error.setData(body(sentence, true));
  }
}
