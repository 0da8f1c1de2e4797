// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.rpc.FrameReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArgumentsCategory;
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
    ExecutorService worker = Executors.newSingleThreadExecutor(DapServer::daemon);
    RequestQueue gate = new RequestQueue(worker);
    Lifecycle life = new Lifecycle(answers, gate, worker);
    List<Object> requests =
        List.of(
            new DebugAdapter(life),
            new BreakpointRequests(life),
            new MovementRequests(life),
            new InspectionRequests(life));
    Map<String, JsonRpcMethod> methods =
        new LinkedHashMap<>(ServiceEndpoints.getSupportedMethods(VtraceDebugClient.class));
    requests.forEach(each -> methods.putAll(ServiceEndpoints.getSupportedMethods(each.getClass())));
    DebugMessageJsonHandler json = new DebugMessageJsonHandler(methods);
    MessageConsumer wire = new StreamMessageConsumer(out, json);
    DebugRemoteEndpoint endpoint =
        new DebugRemoteEndpoint(
            answers.ordered(new ReflectiveMessageValidator(wire)),
            ServiceEndpoints.toEndpoint(requests),
            Answers::error);
    endpoint.setJsonHandler(json);
    json.setMethodProvider(endpoint);
    VtraceDebugClient client = ServiceEndpoints.toServiceObject(endpoint, VtraceDebugClient.class);
    life.connect(client);
    FrameReader reader =
        new FrameReader(in, json, endpoint, (code, sentence) -> complain(client, sentence));
    MessageConsumer checked = new ReflectiveMessageValidator(gate.before(endpoint));
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

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "replay");
    thread.setDaemon(true);
    return thread;
  }

  /** What cannot be read has no number that an answer could name. */
  private static void complain(VtraceDebugClient client, String sentence) {
    OutputEventArguments event = new OutputEventArguments();
    event.setCategory(OutputEventArgumentsCategory.IMPORTANT);
    event.setOutput(sentence + "\n");
    client.output(event);
  }
}
