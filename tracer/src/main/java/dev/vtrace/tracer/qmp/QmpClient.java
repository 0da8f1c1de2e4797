// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.tracer.sys.Address;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A connection to a QEMU's monitor. Sends what it is told to and nothing else, but for the {@code
 * qmp_capabilities} that opens each conversation. Replies are matched by id; events may come at any
 * time, also between a command and its reply. Safe for use by several threads.
 */
public final class QmpClient implements Closeable {
  private static final JsonFactory JSON = new JsonFactory();

  /** Tells conversations of this client from those that others have had on the same monitor. */
  private static final String ID = "vtrace-";

  private final String who;
  private final MonitorAddress address;
  private final QmpWire wire;
  private final QmpTranscript transcript;
  private final Consumer<QmpMessage> events;
  private final Duration patience;
  private final Map<String, CompletableFuture<QmpMessage>> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<QmpMessage> greeting = new CompletableFuture<>();
  private final CompletableFuture<QmpException> end = new CompletableFuture<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean closing;

  private QmpClient(
      String who,
      MonitorAddress address,
      QmpWire wire,
      QmpTranscript transcript,
      Consumer<QmpMessage> events,
      Duration patience) {
    this.who = who;
    this.address = address;
    this.wire = wire;
    this.transcript = transcript;
    this.events = events;
    this.patience = patience;
  }

  /**
   * Connects, and enters command mode.
   *
   * @param who the QEMU's name in the transcript
   * @param events gets each event, on a thread of this client
   * @param patience how long to wait for the greeting and for each answer
   * @throws IOException if nobody answers there, or not as a QEMU would
   */
  public static QmpClient connect(
      MonitorAddress address,
      String who,
      QmpTranscript transcript,
      Consumer<QmpMessage> events,
      Duration patience)
      throws IOException {
    QmpWire wire =
        address instanceof MonitorAddress.Libvirt libvirt
            ? VirshQmpWire.connect("virsh", libvirt.domain())
            : SocketQmpWire.connect(((MonitorAddress.MonitorSocket) address).address());
    return over(wire, address, who, transcript, events, patience);
  }

  static QmpClient over(
      QmpWire wire,
      MonitorAddress address,
      String who,
      QmpTranscript transcript,
      Consumer<QmpMessage> events,
      Duration patience)
      throws IOException {
    QmpClient client = new QmpClient(who, address, wire, transcript, events, patience);
    try {
      Thread reader = new Thread(client::read, "qmp " + who);
      reader.setDaemon(true);
      reader.start();
      client.await(
          client.greeting,
          "no QMP greeting",
          "; a monitor serves one client at a time, so another client may be connected, or it is"
              + " not a QMP monitor");
      client.execute("qmp_capabilities", Map.of());
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  /** As the other, at a socket. */
  public static QmpClient connect(
      Address address,
      String who,
      QmpTranscript transcript,
      Consumer<QmpMessage> events,
      Duration patience)
      throws IOException {
    return connect(new MonitorAddress.MonitorSocket(address), who, transcript, events, patience);
  }

  static String reason(IOException e) {
    String text = String.valueOf(e.getMessage());
    return text.substring(0, 1).toLowerCase() + text.substring(1);
  }

  private void read() {
    QmpException why;
    try {
      QmpMessages messages = new QmpMessages(wire.input());
      for (var next = messages.next(); next != null; next = messages.next()) {
        transcript.add(who, false, next.json());
        dispatch(next.message());
      }
      why = closed();
    } catch (QmpException e) {
      why = lost(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      why = broken(e);
    }
    end.complete(why);
    greeting.completeExceptionally(why);
    for (CompletableFuture<QmpMessage> command : waiting.values()) {
      command.completeExceptionally(why);
    }
  }

  private void dispatch(QmpMessage message) {
    switch (message.kind()) {
      case GREETING -> greeting.complete(message);
      case EVENT -> events.accept(message);
      case REPLY, ERROR -> {
        CompletableFuture<QmpMessage> command = waiting.remove(message.id());
        // An answer to a question that was not asked, or came too late, changes nothing.
        if (command != null) {
          command.complete(message);
        }
      }
      case COMMAND -> {}
    }
  }

  private QmpException closed() {
    return lost("QEMU closed the QMP connection");
  }

  /**
   * A peer that closes while something it was sent is still unread resets the connection, so how
   * much it had read decides between an end, a reset and a broken pipe: all three say the same.
   */
  private QmpException broken(IOException e) {
    String reason = reason(e);
    return reason.startsWith("connection reset") || reason.startsWith("broken pipe")
        ? closed()
        : lost("the QMP connection broke: " + reason);
  }

  private QmpException lost(String why) {
    return new QmpException(QmpException.QmpFailure.LOST, address + ": " + why);
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param arguments see {@link QmpValue}; a {@link QmpValue.Raw} or a map
   * @throws QmpException if it is refused, not answered in time, or there is no connection
   */
  public QmpMessage execute(String command, Object arguments) throws QmpException {
    String id = ID + ids.incrementAndGet();
    CompletableFuture<QmpMessage> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      send(command, arguments, id);
      // The reader may have ended between the two, and would not see this command any more.
      if (end.isDone()) {
        answer.completeExceptionally(end.join());
      }
      QmpMessage reply = await(answer, "no answer to '" + command + "'", "");
      if (reply.kind() == QmpMessage.QmpMessageKind.ERROR) {
        String told = reply.value("error.desc");
        throw new QmpException(
            QmpException.QmpFailure.REFUSED,
            address + ": '" + command + "' was refused: " + (told == null ? "no reason" : told));
      }
      return reply;
    } finally {
      waiting.remove(id);
    }
  }

  /** Has QEMU's human monitor run a line; what it prints. */
  public String human(String line) throws QmpException {
    String text = execute("human-monitor-command", Map.of("command-line", line)).value("return");
    return text == null ? "" : text.strip();
  }

  private void send(String command, Object arguments, String id) throws QmpException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("execute", command);
      if (!(arguments instanceof Map<?, ?> map && map.isEmpty())) {
        json.writeFieldName("arguments");
        QmpValue.write(json, arguments);
      }
      json.writeStringField("id", id);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    transcript.add(who, true, out.toByteArray());
    try {
      wire.send(out.toByteArray());
    } catch (IOException e) {
      throw end.isDone() ? end.join() : broken(e);
    }
  }

  private QmpMessage await(CompletableFuture<QmpMessage> answer, String missing, String hint)
      throws QmpException {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new QmpException(
          QmpException.QmpFailure.TIMEOUT,
          address + ": " + missing + " within " + patience.toSeconds() + " s" + hint);
    } catch (ExecutionException e) {
      throw (QmpException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QmpException(
          QmpException.QmpFailure.TIMEOUT, address + ": " + missing + ": interrupted");
    }
  }

  /** QEMU's version as the greeting tells it, such as {@code 11.1.3}; empty if it does not. */
  public String version() {
    QmpMessage hello = greeting.getNow(null);
    StringBuilder out = new StringBuilder();
    for (String part : new String[] {"major", "minor", "micro"}) {
      String number = hello == null ? null : hello.value("QMP.version.qemu." + part);
      if (number == null) {
        return "";
      }
      out.append(out.length() == 0 ? "" : ".").append(number);
    }
    return out.toString();
  }

  public MonitorAddress address() {
    return address;
  }

  /** Runs something when the connection ends without {@link #close}; the argument says why. */
  public void whenLost(Consumer<QmpException> action) {
    end.thenAccept(
        why -> {
          if (!closing) {
            action.accept(why);
          }
        });
  }

  /** Whether nobody is there any more. */
  public boolean isLost() {
    return end.isDone();
  }

  @Override
  public void close() {
    closing = true;
    try {
      wire.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
