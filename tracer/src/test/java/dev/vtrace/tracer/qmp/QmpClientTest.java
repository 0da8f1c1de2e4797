// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.tracer.sys.Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpClientTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Monitor monitor;
  private final List<QmpMessage> events = new CopyOnWriteArrayList<>();
  private final List<RecordedGap> lost = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream transcript = new ByteArrayOutputStream();

  private QmpClient connect(Duration patience) throws IOException {
    return QmpClient.connect(
        new Address.Unix(socket()),
        "source",
        new QmpTranscript(() -> transcript, lost::add),
        events::add,
        patience);
  }

  private void serve(Monitor.Script script) throws IOException {
    monitor = new Monitor(socket(), script);
  }

  @AfterEach
  void close() throws IOException {
    if (monitor != null) {
      monitor.close();
    }
  }

  private Path socket() {
    return folder.resolve("qmp");
  }

  /** What a full disk refuses is said once, and again if it fails again after it went well. */
  @Test
  void messagesThatCannotBeWrittenAreAGap() {
    boolean[] full = {true};
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (full[0]) {
              throw new IOException("no space left");
            }
          }
        };
    QmpTranscript kept = new QmpTranscript(() -> disk, lost::add);
    kept.add("source", true, "{}".getBytes(StandardCharsets.UTF_8));
    kept.add("source", true, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(lost).hasSize(1);
    assertThat(lost.get(0).why()).contains("no space left");
    full[0] = false;
    kept.add("source", true, "{}".getBytes(StandardCharsets.UTF_8));
    full[0] = true;
    kept.add("source", true, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(lost).hasSize(2);
  }

  @Test
  void answersAreMatchedByIdWhateverTheirOrder() throws Exception {
    CountDownLatch both = new CountDownLatch(1);
    serve(
        m -> {
          m.greet();
          String first = m.heard("query-status");
          both.countDown();
          String second = m.heard("query-migrate");
          m.say("{\"event\": \"STOP\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}\n");
          m.answer("never-asked", "{\"status\": \"nonsense\"}");
          m.answer(second, "{\"status\": \"active\"}");
          m.answer(first, "{\"status\": \"running\"}");
        });
    try (QmpClient client = connect(LONG)) {
      CompletableFuture<String> first =
          CompletableFuture.supplyAsync(() -> ask(client, "query-status"));
      assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(ask(client, "query-migrate")).isEqualTo("active");
      assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("running");
      assertThat(events).extracting(QmpMessage::name).containsExactly("STOP");
      assertThat(events.get(0).emittedNs()).isEqualTo(1_000_002_000L);
      assertThat(client.version()).isEqualTo("11.1.3");
    }
    List<String> kinds = new ArrayList<>();
    new QmpReader(ReadOptions.of("", diagnostic -> {}))
        .read(
            new ByteArrayInputStream(transcript.toByteArray()),
            record -> kinds.add(((QmpMessage) record).kind() + " " + ((QmpMessage) record).name()));
    assertThat(kinds)
        .containsExactly(
            "GREETING ",
            "COMMAND qmp_capabilities",
            "REPLY qmp_capabilities",
            "COMMAND query-status",
            "COMMAND query-migrate",
            "EVENT STOP",
            "REPLY ",
            "REPLY query-migrate",
            "REPLY query-status");
  }

  private static String ask(QmpClient client, String command) {
    try {
      return client.execute(command, Map.of()).value("return.status");
    } catch (QmpException e) {
      return e.getMessage();
    }
  }

  @Test
  void messagesOverSeveralLinesAreTaken() throws Exception {
    serve(
        m -> {
          m.say(Monitor.GREETING.replace(", ", ",\n    "));
          m.answer(m.heard("qmp_capabilities"), "{\n}");
          m.answer(m.heard("query-status"), "{\n  \"status\":\r\n \"running\"}");
        });
    try (QmpClient client = connect(LONG)) {
      assertThat(ask(client, "query-status")).isEqualTo("running");
    }
  }

  @Test
  void aRefusalHasQemusReason() throws Exception {
    serve(
        m -> {
          m.greet();
          String id = m.heard("migrate");
          m.say(
              "{\"id\": \""
                  + id
                  + "\", \"error\": {\"class\": \"GenericError\","
                  + " \"desc\": \"no such thing\"}}\n");
          m.answer(m.heard("query-status"), "{\"status\": \"running\"}");
        });
    try (QmpClient client = connect(LONG)) {
      assertThatThrownBy(() -> client.execute("migrate", Map.of("uri", "x")))
          .isInstanceOf(QmpException.class)
          .hasMessageEndingWith("'migrate' was refused: no such thing");
      assertThat(ask(client, "query-status")).isEqualTo("running");
    }
  }

  @Test
  void oneThatNeverGreetsIsGivenUp() throws Exception {
    serve(m -> {});
    assertThatThrownBy(() -> connect(SHORT)).hasMessageContaining("no QMP greeting within");
  }

  @Test
  void oneThatHangsIsGivenUpAndMayRecover() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    serve(
        m -> {
          m.greet();
          String slow = m.heard("query-status");
          String next = m.heard("query-migrate");
          m.answer(slow, "{\"status\": \"late\"}");
          m.answer(next, "{\"status\": \"active\"}");
          late.countDown();
        });
    try (QmpClient client = connect(Duration.ofSeconds(5))) {
      assertThat(ask(client, "query-status")).contains("no answer to 'query-status' within 5 s");
      assertThat(ask(client, "query-migrate")).isEqualTo("active");
    }
  }

  @Test
  void oneThatSpeaksSomethingElseIsGivenUp() throws Exception {
    serve(m -> m.say("SSH-2.0-OpenSSH_9.2\r\n"));
    assertThatThrownBy(() -> connect(LONG))
        .isInstanceOf(QmpException.class)
        .hasMessageContaining("what it sends is not QMP");
  }

  @Test
  void jsonThatIsNoQmpIsGivenUp() throws Exception {
    serve(m -> m.say("{\"jsonrpc\": \"2.0\"}\n"));
    assertThatThrownBy(() -> connect(LONG)).hasMessageContaining("not QMP: {\"jsonrpc\":\"2.0\"}");
  }

  @Test
  void aMessageWithoutEndIsGivenUp() throws Exception {
    String piece = "\"" + "x".repeat(1 << 16) + "\", ";
    serve(
        m -> {
          m.greet();
          m.heard("query-status");
          m.say("{\"return\": [");
          for (int i = 0; i < 1000; i++) {
            m.say(piece);
          }
        });
    try (QmpClient client = connect(LONG)) {
      assertThat(ask(client, "query-status")).contains("a message longer than 16 MiB");
    }
  }

  @Test
  void aStringWithoutEndIsGivenUp() throws Exception {
    String piece = "x".repeat(1 << 20);
    serve(
        m -> {
          m.greet();
          m.heard("query-status");
          m.say("{\"return\": \"");
          for (int i = 0; i < 100; i++) {
            m.say(piece);
          }
        });
    try (QmpClient client = connect(LONG)) {
      assertThat(ask(client, "query-status")).contains("is not QMP");
    }
  }

  @Test
  void deepJsonIsGivenUp() throws Exception {
    serve(
        m -> {
          m.greet();
          m.heard("query-status");
          m.say("{\"return\": " + "[".repeat(1_000_000));
        });
    try (QmpClient client = connect(LONG)) {
      assertThat(ask(client, "query-status")).contains("is not QMP");
    }
  }

  @Test
  void oneThatHangsUpIsToldOnce() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    serve(
        m -> {
          m.greet();
          m.heard("query-status");
          m.hangUp();
        });
    try (QmpClient client = connect(LONG)) {
      client.whenLost(why -> told.add(why.getMessage()));
      assertThat(ask(client, "query-status")).endsWith("QEMU closed the QMP connection");
      assertThat(ask(client, "query-status")).contains("QMP connection");
      assertThat(client.isLost()).isTrue();
    }
    assertThat(told).hasSize(1);
  }

  /** A QEMU that is killed has not read all it was sent: the kernel resets the connection. */
  @Test
  void oneThatDiesWithoutReadingClosed() throws Exception {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    CompletableFuture<String> end = new CompletableFuture<>();
    serve(
        m -> {
          m.greet();
          m.heard("query-status");
          sent.join();
          m.hangUp();
        });
    try (QmpClient client = connect(SHORT)) {
      client.whenLost(why -> end.complete(why.getMessage()));
      assertThat(ask(client, "query-status")).contains("no answer");
      assertThat(ask(client, "query-version")).contains("no answer");
      sent.complete(null);
      assertThat(end.get(60, TimeUnit.SECONDS)).endsWith("QEMU closed the QMP connection");
      assertThat(ask(client, "query-status")).endsWith("QEMU closed the QMP connection");
    }
  }

  @Test
  void nobodyThere() {
    assertThatThrownBy(() -> connect(LONG)).hasMessageContaining("no such file or directory");
  }
}
