// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The monitor that libvirt holds, through {@code virsh qemu-monitor-command} and {@code
 * qemu-monitor-event}. libvirt numbers commands itself, so the ids of ours are put back into the
 * answers; it has entered command mode long ago, so the greeting and the answer to {@code
 * qmp_capabilities} are made here.
 */
final class VirshQmpWire implements QmpWire {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long IDLE_SECONDS = 1;

  /** {@code 2026-11-30 07:43:12.456+0000: event STOP for domain 'vm1': <null>}. */
  private static final Pattern EVENT =
      Pattern.compile("^(\\S++ \\S+): event (\\w++) for domain .*?': (.*+)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSxx");

  private final String domain;
  private final Virsh virsh;
  private final Process events;
  private final LineInput input = new LineInput();
  private final BlockingQueue<SentCommand> commands = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /**
   * A command of ours.
   *
   * @param json without the id
   */
  private record SentCommand(String name, String id, String json) {}

  private VirshQmpWire(String program, String domain) throws IOException {
    this.domain = domain;
    this.virsh = new Virsh(program);
    try {
      // Not later than the first command: an event may be its consequence.
      events =
          Virsh.start(
              List.of(program, "qemu-monitor-event", "--domain", domain, "--loop", "--timestamp"));
    } catch (IOException e) {
      virsh.close();
      throw e;
    }
  }

  /**
   * Asks libvirt for a domain.
   *
   * @param program virsh, by its name or a path
   * @throws IOException if there is no virsh, or the domain does not run
   */
  static VirshQmpWire connect(String program, String domain) throws IOException {
    VirshQmpWire made = new VirshQmpWire(program, domain);
    try {
      made.greet();
    } catch (IOException e) {
      made.close();
      throw e;
    }
    made.thread("virsh", made::answer);
    made.thread("virsh events", made::listen);
    return made;
  }

  private void thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void greet() throws IOException {
    String answer = ask("{\"execute\":\"query-version\"}");
    try (JsonParser json = JSON.createParser(answer)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (json.currentName().equals("return")) {
          json.nextToken();
          input.add("{\"QMP\":{\"version\":" + copy(json) + ",\"capabilities\":[]}}");
          return;
        }
        json.nextToken();
        json.skipChildren();
      }
    }
    throw new IOException(MonitorAddress.LIBVIRT + domain + ": does not report its version");
  }

  /** Has libvirt ask QEMU; its answer, or what virsh says instead as an exception. */
  private String ask(String json) throws IOException {
    // virsh knows no escapes between single quotes, JSON does.
    String command = "qemu-monitor-command --domain " + Virsh.quoted(domain);
    List<String> lines = virsh.run(command + " '" + json.replace("'", "\\u0027") + "'");
    String error = "no answer";
    for (String line : lines) {
      if (line.startsWith("{")) {
        return line;
      }
      error = line.startsWith("error: ") ? line.substring("error: ".length()) : error;
    }
    throw new IOException(MonitorAddress.LIBVIRT + domain + ": " + error);
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public void send(byte[] command) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    commands.add(command(command));
  }

  private static SentCommand command(byte[] text) throws IOException {
    String name = "";
    String id = "";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonParser json = JSON.createParser(text);
        JsonGenerator copy = JSON.createGenerator(out)) {
      json.nextToken();
      copy.writeStartObject();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("id")) {
          id = json.getText();
          continue;
        }
        name = field.equals("execute") ? json.getText() : name;
        copy.writeFieldName(field);
        copy.copyCurrentStructure(json);
      }
      copy.writeEndObject();
    }
    return new SentCommand(name, id, out.toString(StandardCharsets.UTF_8));
  }

  private void answer() {
    try {
      while (!closed) {
        SentCommand next = commands.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (next != null) {
          input.add(answer(next));
        } else if (!runs()) {
          break;
        }
      }
    } catch (IOException e) {
      // virsh has ended; who waits is told by the end of the input.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      input.end();
    }
  }

  private String answer(SentCommand command) throws IOException {
    if (command.name().equals("qmp_capabilities")) {
      return "{\"return\":{},\"id\":\"" + command.id() + "\"}";
    }
    String answer;
    try {
      answer = ask(command.json());
    } catch (IOException e) {
      if (!runs()) {
        throw e;
      }
      return refusal(command.id(), String.valueOf(e.getMessage()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonParser json = JSON.createParser(answer);
        JsonGenerator copy = JSON.createGenerator(out)) {
      json.nextToken();
      copy.writeStartObject();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("id")) {
          continue;
        }
        copy.writeFieldName(field);
        copy.copyCurrentStructure(json);
      }
      copy.writeStringField("id", command.id());
      copy.writeEndObject();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String refusal(String id, String why) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeObjectFieldStart("error");
      json.writeStringField("class", "GenericError");
      json.writeStringField("desc", why);
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Whether libvirt has a running domain of that name. */
  private boolean runs() throws IOException {
    for (String line : virsh.run("domid --domain " + Virsh.quoted(domain))) {
      if (!line.isEmpty() && line.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return true;
      }
    }
    return false;
  }

  private void listen() {
    try (BufferedReader lines = Virsh.reader(events)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String event = event(line);
        if (!event.isEmpty()) {
          input.add(event);
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  /** The event of a line as QMP has it; empty for other lines. */
  static String event(String line) {
    Matcher matcher = EVENT.matcher(line);
    if (!matcher.matches()) {
      return "";
    }
    String time = "";
    try {
      var at = OffsetDateTime.parse(matcher.group(1), TIME).toInstant();
      time =
          "{\"seconds\":" + at.getEpochSecond() + ",\"microseconds\":" + at.getNano() / 1000 + "}";
    } catch (DateTimeParseException e) {
      time = "";
    }
    String data = matcher.group(3).startsWith("{") ? ",\"data\":" + matcher.group(3) : "";
    return "{\"event\":\""
        + matcher.group(2)
        + "\""
        + data
        + (time.isEmpty() ? "" : ",\"timestamp\":" + time)
        + "}";
  }

  private static String copy(JsonParser json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator copy = JSON.createGenerator(out)) {
      copy.copyCurrentStructure(json);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    virsh.close();
    events.destroy();
    input.end();
  }
}
