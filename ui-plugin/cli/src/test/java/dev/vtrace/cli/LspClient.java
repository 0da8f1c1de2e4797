// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A client that speaks to {@code vtrace lsp} in a process of its own, byte by byte. Every message
 * of the server is compared with {@link LspSchema}.
 */
final class LspClient implements AutoCloseable {
  /** Far more than anything takes; only a server that hangs gets there. */
  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final OutputStream out;
  private final LspSchema schema = new LspSchema();
  private final Map<String, JsonObject> replies = new HashMap<>();
  private final List<JsonObject> notifications = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private boolean answering = true;
  private boolean ended;
  private int sent;

  LspClient(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.vtrace.cli.Main", "lsp"));
    command.addAll(List.of(more));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = process.getOutputStream();
    listen(process.getInputStream());
  }

  /** A client that has been greeted. */
  static LspClient ready(String options) throws Exception {
    LspClient client = new LspClient();
    client.initialize(ProcessHandle.current().pid(), options);
    return client;
  }

  JsonObject initialize(long process, String options) throws Exception {
    JsonObject params =
        object("{'rootUri': null, 'capabilities': {'window': {'workDoneProgress': true}}}");
    params.addProperty("processId", process);
    params.add("initializationOptions", object(options));
    JsonObject result = request("initialize", params).getAsJsonObject();
    send("initialized", new JsonObject());
    return result;
  }

  /** JSON with single quotes. */
  static JsonObject object(String json) {
    return JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject();
  }

  private void listen(InputStream stream) {
    Thread reader =
        new Thread(
            () -> {
              try (InputStream in = new BufferedInputStream(stream)) {
                while (true) {
                  take(read(in));
                }
              } catch (IOException | RuntimeException e) {
                synchronized (this) {
                  ended = true;
                  if (!(e instanceof EOFException)) {
                    violations.add("not the protocol: " + e);
                  }
                  notifyAll();
                }
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** One message; anything on the stream that is not framed fails. */
  static JsonObject read(InputStream in) throws IOException {
    String line = line(in);
    String name = "Content-Length: ";
    if (!line.startsWith(name)) {
      throw new IOException("'" + line + "' is no header");
    }
    int length = Integer.parseInt(line.substring(name.length()));
    while (!line(in).isEmpty()) {
      // Headers that say nothing of the length.
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return JsonParser.parseString(body).getAsJsonObject();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException();
      }
      if (c == '\n') {
        return text.toString().trim();
      }
      text.append((char) c);
    }
  }

  private synchronized void take(JsonObject message) throws IOException {
    violations.addAll(schema.violations(message));
    if (message.has("method")) {
      notifications.add(message);
      if (message.has("id") && answering) {
        JsonObject reply = new JsonObject();
        reply.addProperty("jsonrpc", "2.0");
        reply.add("id", message.get("id"));
        reply.add("result", com.google.gson.JsonNull.INSTANCE);
        write(reply);
      }
    } else {
      replies.put(message.get("id").toString(), message);
    }
    notifyAll();
  }

  /** From now on the server's requests get no answer. */
  synchronized void fallSilent() {
    answering = false;
  }

  private static byte[] frame(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] head = ("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    return all;
  }

  private void write(JsonObject message) throws IOException {
    raw(frame(new Gson().newBuilder().serializeNulls().create().toJson(message)));
  }

  /** Sends bytes as they are. */
  synchronized void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void rawMessage(String body) throws IOException {
    raw(frame(body));
  }

  void send(String method, JsonElement params) throws IOException {
    JsonObject message = object("{'jsonrpc': '2.0'}");
    message.addProperty("method", method);
    message.add("params", params);
    write(message);
  }

  /** Sends a request and does not wait. */
  int begin(String method, JsonElement params) throws IOException {
    JsonObject message = object("{'jsonrpc': '2.0'}");
    int id;
    synchronized (this) {
      id = ++sent;
      schema.sent(id, method);
    }
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", params);
    write(message);
    return id;
  }

  /** The whole reply to a request; {@code id} is as JSON has it. */
  synchronized JsonObject reply(Object id) throws InterruptedException {
    await(() -> replies.containsKey(id.toString()), "a reply to " + id);
    return replies.get(id.toString());
  }

  JsonObject exchange(String method, JsonElement params) throws Exception {
    return reply(begin(method, params));
  }

  /** The result of a request that is to go well. */
  JsonElement request(String method, JsonElement params) throws Exception {
    JsonObject reply = exchange(method, params);
    if (reply.has("error")) {
      throw new AssertionError(method + ": " + reply.get("error"));
    }
    return reply.get("result");
  }

  JsonElement request(String method, String params) throws Exception {
    return request(method, object(params));
  }

  JsonObject error(String method, String params) throws Exception {
    JsonObject reply = exchange(method, object(params));
    if (!reply.has("error")) {
      throw new AssertionError(method + " went well: " + reply);
    }
    return reply.getAsJsonObject("error");
  }

  /** Waits for a notification. */
  synchronized JsonObject notification(String method, Predicate<JsonObject> wanted)
      throws InterruptedException {
    JsonObject[] found = {null};
    await(
        () -> {
          for (JsonObject each : notifications) {
            if (each.get("method").getAsString().equals(method)
                && wanted.test(each.getAsJsonObject("params"))) {
              found[0] = each.getAsJsonObject("params");
            }
          }
          return found[0] != null;
        },
        "a notification " + method);
    return found[0];
  }

  /** The params of all that the server has sent by a method so far. */
  synchronized List<JsonObject> told(String method) {
    return notifications.stream()
        .filter(each -> each.get("method").getAsString().equals(method))
        .map(each -> each.getAsJsonObject("params"))
        .toList();
  }

  private interface Condition {
    boolean holds();
  }

  private synchronized void await(Condition condition, String what) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.holds()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0 || ended && !condition.holds()) {
        throw new AssertionError(
            (ended ? "the server ended before " : "waited too long for ") + what);
      }
      wait(left);
    }
  }

  /** Everything that was not as the protocol has it. */
  synchronized List<String> violations() {
    return new ArrayList<>(violations);
  }

  /** Opens a document as an editor does. */
  void open(String uri, String text) throws IOException {
    JsonObject document = object("{'languageId': 'log', 'version': 1}");
    document.addProperty("uri", uri);
    document.addProperty("text", text);
    JsonObject params = new JsonObject();
    params.add("textDocument", document);
    send("textDocument/didOpen", params);
  }

  /** Params about a place in a document. */
  static JsonObject at(String uri, int line, int character) {
    JsonObject params = object("{'textDocument': {}}");
    params.getAsJsonObject("textDocument").addProperty("uri", uri);
    JsonObject position = new JsonObject();
    position.addProperty("line", line);
    position.addProperty("character", character);
    params.add("position", position);
    return params;
  }

  /** Params about lines of a document. */
  static JsonObject range(String uri, int from, int to) {
    JsonObject params = object("{'textDocument': {}}");
    params.getAsJsonObject("textDocument").addProperty("uri", uri);
    params.add(
        "range",
        object(
            "{'start': {'line': %d, 'character': 0}, 'end': {'line': %d, 'character': 0}}"
                .formatted(from, to)));
    return params;
  }

  static JsonObject document(String uri) {
    JsonObject params = object("{'textDocument': {}}");
    params.getAsJsonObject("textDocument").addProperty("uri", uri);
    return params;
  }

  static List<JsonObject> objects(JsonElement array) {
    List<JsonObject> list = new ArrayList<>();
    for (JsonElement each : (JsonArray) array) {
      list.add(each.getAsJsonObject());
    }
    return list;
  }

  /** Says goodbye; the status that the server ends with. */
  int end() throws Exception {
    request("shutdown", com.google.gson.JsonNull.INSTANCE);
    send("exit", com.google.gson.JsonNull.INSTANCE);
    return exit();
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the server does not end");
    }
    return process.exitValue();
  }

  /** Closes the stream to the server without a word. */
  void hangUp() throws IOException {
    out.close();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
