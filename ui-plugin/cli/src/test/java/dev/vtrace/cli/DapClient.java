// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Speaks with a {@code vtrace dap} of its own, over its standard input and output. */
final class DapClient implements AutoCloseable {
  private static final long LIMIT_SECONDS = 120;
  private static final JsonObject END = new JsonObject();

  private final Process process;
  private final OutputStream out;
  private final BlockingQueue<JsonObject> queue = new LinkedBlockingQueue<>();
  private final List<JsonObject> events = new ArrayList<>();

  /** All that the adapter has said. */
  final List<JsonObject> heard = new ArrayList<>();

  private int seq;

  DapClient(String... options) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> line = new ArrayList<>(List.of(java.toString(), "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of(options));
    String path = System.getProperty("java.class.path");
    line.addAll(List.of("-cp", path, "dev.vtrace.cli.Main", "dap"));
    process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.getOutputStream();
    Thread reader = new Thread(() -> read(process.getInputStream()), "adapter");
    reader.setDaemon(true);
    reader.start();
  }

  /** The samples of the repository. */
  static Path samples() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples");
  }

  /** A client that has launched a sample and is stopped at its first step. */
  static DapClient at(String sample) throws IOException {
    DapClient client = new DapClient();
    client.ask("initialize", "{adapterID: vtrace}");
    client.event("initialized");
    client.ask("launch", "{stopOnEntry: true, capture: '" + samples().resolve(sample) + "'}");
    client.ask("configurationDone", "{}");
    assertThat(client.stopped()).isEqualTo("entry");
    return client;
  }

  private void read(InputStream stream) {
    try (InputStream in = new BufferedInputStream(stream)) {
      while (true) {
        int length = 0;
        String line;
        while (!(line = line(in)).isEmpty()) {
          // Nothing but the protocol may be there, so any other line fails here.
          assertThat(line).startsWith("Content-Length: ");
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        queue.add(JsonParser.parseString(text).getAsJsonObject());
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      queue.add(END);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) != '\n') {
      if (c < 0) {
        throw new IOException("end");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Sends bytes as they are. */
  void raw(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a message, whatever it is, in a frame. */
  void frame(String body) {
    raw("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
  }

  private JsonObject next() {
    try {
      JsonObject message = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("a message within the limit").isNotNull();
      assertThat(message).as("the adapter has ended").isNotSameAs(END);
      heard.add(message);
      if (message.get("type").getAsString().equals("event")) {
        events.add(message);
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a request, and does not wait; its number. */
  int send(String command, String arguments) {
    JsonObject request = new JsonObject();
    request.addProperty("seq", ++seq);
    request.addProperty("type", "request");
    request.addProperty("command", command);
    request.add("arguments", JsonParser.parseString(arguments));
    frame(request.toString());
    return seq;
  }

  /** The response to the request with a number, past or future. */
  JsonObject answer(int request) {
    int seen = 0;
    while (true) {
      for (; seen < heard.size(); seen++) {
        JsonObject message = heard.get(seen);
        if (message.get("type").getAsString().equals("response")
            && message.get("request_seq").getAsInt() == request) {
          return message;
        }
      }
      next();
    }
  }

  /** The response to a request, whatever it is. */
  JsonObject response(String command, String arguments) {
    return answer(send(command, arguments));
  }

  /** What was heard so far, in its order: commands that were answered, and events. */
  List<String> order() {
    List<String> out = new ArrayList<>();
    for (JsonObject message : heard) {
      boolean event = message.get("type").getAsString().equals("event");
      out.add((event ? "event " : "") + message.get(event ? "event" : "command").getAsString());
    }
    return out;
  }

  /** The body of the answer to a request that must succeed. */
  JsonObject ask(String command, String arguments) {
    JsonObject response = response(command, arguments);
    assertThat(response.get("success").getAsBoolean()).as(response.toString()).isTrue();
    return response.has("body") ? response.getAsJsonObject("body") : new JsonObject();
  }

  /** The sentence with which a request must be refused. */
  String refused(String command, String arguments) {
    JsonObject response = response(command, arguments);
    assertThat(response.get("success").getAsBoolean()).as(response.toString()).isFalse();
    JsonObject error = response.getAsJsonObject("body").getAsJsonObject("error");
    assertThat(error.get("format").getAsString()).isNotEmpty();
    return response.get("message").getAsString();
  }

  /** The body of the next event with a name, past or future. */
  JsonObject event(String name) {
    int seen = 0;
    while (true) {
      for (; seen < events.size(); seen++) {
        if (events.get(seen).get("event").getAsString().equals(name)) {
          JsonObject event = events.remove(seen);
          return event.has("body") ? event.getAsJsonObject("body") : new JsonObject();
        }
      }
      next();
    }
  }

  /** The reason of the next stop. */
  String stopped() {
    return event("stopped").get("reason").getAsString();
  }

  /** Names of the frames of a thread, innermost first. */
  List<String> frames(int thread) {
    return names(ask("stackTrace", "{threadId: " + thread + "}"), "stackFrames");
  }

  /** The innermost frame of a thread. */
  JsonObject top(int thread) {
    JsonObject stack = ask("stackTrace", "{threadId: " + thread + "}");
    return stack.getAsJsonArray("stackFrames").get(0).getAsJsonObject();
  }

  /** The value of an expression in the innermost frame of a thread. */
  String value(int thread, String expression) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("expression", expression);
    arguments.add("frameId", top(thread).get("id"));
    return ask("evaluate", arguments.toString()).get("result").getAsString();
  }

  /** The variables of a scope of the innermost frame of a thread. */
  JsonArray scope(int thread, String name) {
    JsonObject scopes = ask("scopes", "{frameId: " + top(thread).get("id") + "}");
    for (JsonElement scope : scopes.getAsJsonArray("scopes")) {
      if (scope.getAsJsonObject().get("name").getAsString().equals(name)) {
        return variables(scope.getAsJsonObject());
      }
    }
    throw new AssertionError("no scope " + name + " in " + names(scopes, "scopes"));
  }

  /** What is in a scope or in a variable. */
  JsonArray variables(JsonObject group) {
    return ask("variables", "{variablesReference: " + group.get("variablesReference") + "}")
        .getAsJsonArray("variables");
  }

  static JsonObject named(JsonArray list, String name) {
    for (JsonElement each : list) {
      if (each.getAsJsonObject().get("name").getAsString().equals(name)) {
        return each.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + name + " in " + list);
  }

  static List<String> names(JsonObject body, String list) {
    List<String> out = new ArrayList<>();
    for (JsonElement each : body.getAsJsonArray(list)) {
      out.add(each.getAsJsonObject().get("name").getAsString());
    }
    return out;
  }

  /** Whether the process ends by itself. */
  boolean ends() {
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    out.close();
    boolean ended = ends();
    process.destroyForcibly();
    assertThat(ended).as("ends when its client does").isTrue();
  }
}
