// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.rpc.FrameReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArgumentsCategory;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.debug.DebugRemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.debug.json.DebugMessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.jsonrpc.validation.ReflectiveMessageValidator;

/** Speaks the debug adapter protocol with one client, from its first message to its last. */
public final class DapServer {
  private static final Logger LIBRARY = Logger.getLogger("org.eclipse.lsp4j");

  static {
    // What it logs are stack traces of what the client is told in a sentence.
    LIBRARY.setLevel(System.getenv("VTRACE_DEBUG") == null ? Level.OFF : Level.ALL);
  }

  private DapServer() {}

  /**
   * Returns when the client has said goodbye, or has gone without.
   *
   * @return 0
   */
  public static int serve(InputStream in, OutputStream out) throws InterruptedException {
    Answers answers = new Answers();
    Lifecycle life = new Lifecycle(answers);
    DebugAdapter adapter = new DebugAdapter(life);
    Map<String, JsonRpcMethod> methods =
        new LinkedHashMap<>(ServiceEndpoints.getSupportedMethods(IDebugProtocolClient.class));
    methods.putAll(ServiceEndpoints.getSupportedMethods(DebugAdapter.class));
    DebugMessageJsonHandler json = new DebugMessageJsonHandler(methods);
    MessageConsumer wire = new StreamMessageConsumer(out, json);
    DebugRemoteEndpoint endpoint =
        new DebugRemoteEndpoint(
            answers.ordered(new ReflectiveMessageValidator(wire)),
            ServiceEndpoints.toEndpoint(adapter),
            Answers::error);
    endpoint.setJsonHandler(json);
    json.setMethodProvider(endpoint);
    IDebugProtocolClient client =
        ServiceEndpoints.toServiceObject(endpoint, IDebugProtocolClient.class);
    life.connect(client);
    FrameReader reader =
        new FrameReader(in, json, endpoint, (code, sentence) -> complain(client, sentence));
    MessageConsumer checked = new ReflectiveMessageValidator(endpoint);
    Thread reading =
        new Thread(
            () -> {
              reader.listen(checked);
              life.gone();
            },
            "client");
    reading.setDaemon(true);
    reading.start();
    try {
      life.ended().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return 0;
  }

  /** What cannot be read has no number that an answer could name. */
  private static void complain(IDebugProtocolClient client, String sentence) {
    OutputEventArguments event = new OutputEventArguments();
    event.setCategory(OutputEventArgumentsCategory.IMPORTANT);
    event.setOutput(sentence + "\n");
    client.output(event);
  }
}
