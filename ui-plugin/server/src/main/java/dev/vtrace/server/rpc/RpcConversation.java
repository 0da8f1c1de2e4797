// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.rpc;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageProducer;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.ConcurrentMessageProcessor;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.jsonrpc.validation.ReflectiveMessageValidator;

/**
 * One client and one server on a pair of streams. What the client sends wrongly is answered with an
 * error; the conversation lives on.
 */
public final class RpcConversation {
  private static final Logger LIBRARY = Logger.getLogger("org.eclipse.lsp4j");

  static {
    // What it logs are stack traces of what the client is told in a sentence.
    LIBRARY.setLevel(System.getenv("VTRACE_DEBUG") == null ? Level.OFF : Level.ALL);
  }

  private RpcConversation() {}

  /**
   * Makes the client's side known to the server's services and listens, in a thread of the
   * executor.
   *
   * @return done when the client's stream has ended
   */
  public static <C> CompletableFuture<Void> begin(
      Collection<Object> services,
      Class<C> clientType,
      Consumer<? super C> connect,
      InputStream in,
      OutputStream out,
      ExecutorService executor) {
    MessageJsonHandler json = new MessageJsonHandler(methods(services, clientType));
    StreamMessageConsumer stream = new StreamMessageConsumer(out, json);
    MessageConsumer client =
        message -> {
          synchronized (stream) {
            stream.consume(message);
          }
        };
    RemoteEndpoint endpoint =
        new RemoteEndpoint(client, ServiceEndpoints.toEndpoint(services), RpcRefusal::error);
    endpoint.setJsonHandler(json);
    json.setMethodProvider(endpoint);
    connect.accept(ServiceEndpoints.toServiceObject(endpoint, clientType));
    MessageProducer producer =
        new FrameReader(in, json, endpoint, (code, text) -> complain(client, code, text));
    MessageConsumer offered =
        new OfferedMethods(services, new ReflectiveMessageValidator(endpoint), client);
    MessageConsumer gate = new LifecycleGate(offered, client);
    CompletableFuture<Void> end = new CompletableFuture<>();
    executor.execute(
        () -> {
          new ConcurrentMessageProcessor(producer, gate).run();
          end.complete(null);
        });
    return end;
  }

  private static Map<String, JsonRpcMethod> methods(
      Collection<Object> services, Class<?> clientType) {
    Map<String, JsonRpcMethod> methods =
        new LinkedHashMap<>(ServiceEndpoints.getSupportedMethods(clientType));
    for (Object service : services) {
      methods.putAll(ServiceEndpoints.getSupportedMethods(service.getClass()));
    }
    return methods;
  }

  /** An error without an id: the message that it refers to could not be read. */
  private static void complain(MessageConsumer client, ResponseErrorCode code, String sentence) {
    ResponseMessage reply = new ResponseMessage();
    reply.setError(new ResponseError(code, sentence, null));
    client.consume(reply);
  }
}
