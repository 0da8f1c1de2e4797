// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.SocketBuffer;
import dev.vtrace.tracer.sys.Sockets;
import dev.vtrace.tracer.sys.SystemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a process: how it begins, how it ends, and what it leaves. */
@Timeout(120)
class ProxyCommandTest {
  /** GET_FEATURES: request, flags, size. */
  private static final byte[] REQUEST = {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "proxy; missing vhost-user|migration",
        "proxy disk; 'disk' is not one of vhost-user, migration",
        "proxy migration --listen a -o c; missing --connect",
        "proxy migration --connect a -o c; missing --listen",
        "proxy migration --listen a --connect b; missing --output",
        "proxy migration --listen tcp:4444 --connect b -o c; --listen: 'tcp:4444' is not of the"
            + " form",
        "proxy vhost-user --takeover --listen a --connect b -o c; so --listen cannot be given",
        "proxy migration --takeover --connect b -o c; --takeover is for the path of",
        "proxy vhost-user --takeover --connect tcp:h:1 -o c; --takeover is for the path of",
      })
  void saysWhatIsWrongWithACommandLine(String line, String message) {
    Run run = Run.vtrace(line.replace("tcp:h:", "tcp:127.0.0.1:").split(" "));
    assertThat(run.err()).contains(message);
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void aRecordingThatCannotBeginLeavesNothing() {
    Path output = folder.resolve("capture");
    String listen = folder.resolve("none/a.sock").toString();
    Run run =
        Run.vtrace("proxy", "vhost-user", "-l", listen, "-c", "b.sock", "-o", output.toString());
    assertThat(run.err()).contains("cannot listen on " + listen + ": no such file or directory");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(output).doesNotExist();
  }

  @Test
  void doesNotMixCaptures() throws Exception {
    Files.writeString(folder.resolve("notes"), "precious");
    Run run = Run.vtrace("proxy", "migration", "-l", "a", "-c", "b", "-o", folder.toString());
    assertThat(run.err()).contains("is not empty");
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(folder.resolve("notes")).hasContent("precious");
  }

  private Child start(String... more) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("proxy", "vhost-user", "-l", "a.sock", "-c", "b.sock"));
    words.addAll(List.of(more));
    Child child = Child.vtrace(folder, words.toArray(new String[0]));
    child.awaitFile(folder.resolve("a.sock"));
    return child;
  }

  /** A connection to the proxy, whose path is there a moment before it listens. */
  private Fd front() throws Exception {
    AtomicReference<Fd> front = new AtomicReference<>();
    awaitCondition(
        () -> {
          try {
            front.set(Sockets.connect(new Address.Unix(folder.resolve("a.sock"))));
            return true;
          } catch (SystemException e) {
            return false;
          }
        });
    return front.get();
  }

  private Fd backend() throws IOException {
    return Sockets.listen(new Address.Unix(folder.resolve("b.sock")));
  }

  private void exchange(Fd front, Fd back, int count) throws IOException {
    try (SocketBuffer buffer = new SocketBuffer(4096)) {
      for (int i = 0; i < count; i++) {
        buffer.data().put(0, REQUEST);
        buffer.send(front, 0, REQUEST.length, List.of());
        assertThat(buffer.receive(back, 0, 4096)).isEqualTo(REQUEST.length);
      }
    }
  }

  private int recorded() throws IOException {
    return count(finding -> assertThat(finding).isNull());
  }

  /** The file is made when the proxy listens already, and ends anywhere while it grows. */
  private int recordedSoFar() throws IOException {
    return Files.exists(traffic())
        ? count(finding -> assertThat(finding.code()).isEqualTo(Code.TRACE_TRUNCATED))
        : 0;
  }

  private Path traffic() {
    return folder.resolve("capture/vhost-user.pcapng");
  }

  private int count(Consumer<Diagnostic> findings) throws IOException {
    int[] count = new int[1];
    try (InputStream in = Files.newInputStream(traffic())) {
      new PcapngReader(ReadOptions.of("traffic", findings))
          .read(in, record -> count[0] += record instanceof WireMessage ? 1 : 0);
    }
    return count[0];
  }

  @Test
  void sigtermEndsItWithACompleteCapture() throws Exception {
    try (Fd listening = backend();
        Child child = start("-o", "capture")) {
      try (Fd front = front();
          Fd back = Sockets.accept(listening)) {
        exchange(front, back, 100);
        child.ask();
        child.await(() -> child.says().contains("the proxy continues"));
        exchange(front, back, 100);
        assertThat(child.terminate()).isZero();
      }
      assertThat(child.says()).contains("recording what passes", "recorded in capture");
    }
    assertThat(recorded()).isEqualTo(200);
    assertThat(folder.resolve("capture/capture.json")).content().contains("sha256");
    assertThat(folder.resolve("a.sock")).doesNotExist();
    Run run = Run.vtrace("timeline", folder.resolve("capture").toString());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void afterARefusedSignalItEndsWithTheConnection() throws Exception {
    try (Fd listening = backend();
        Child child = start("-o", "capture")) {
      try (Fd front = front();
          Fd back = Sockets.accept(listening)) {
        exchange(front, back, 1);
        child.ask();
        child.await(() -> child.says().contains("the proxy continues"));
      }
      assertThat(child.status()).isZero();
    }
  }

  @Test
  void withoutAConnectionOneSignalEndsIt() throws Exception {
    try (Child child = start("-o", "capture")) {
      child.await(() -> child.says().contains("recording what passes"));
      assertThat(child.terminate()).isZero();
      assertThat(child.says()).doesNotContain("the proxy continues");
    }
  }

  @Test
  void whenIdleItEndsByItself() throws Exception {
    try (Fd listening = backend();
        Child child = start("--detach-when-idle", "-o", "capture")) {
      try (Fd front = front();
          Fd back = Sockets.accept(listening)) {
        exchange(front, back, 1);
      }
      assertThat(child.status()).isZero();
      assertThat(folder.resolve("a.sock")).doesNotExist();
    }
  }

  @Test
  void sigkillLeavesTheConnectionAndACaptureOfAllUpToThen() throws Exception {
    try (Fd listening = backend();
        Child child = start("-o", "capture")) {
      try (Fd front = front();
          Fd back = Sockets.accept(listening)) {
        exchange(front, back, 100);
        child.await(() -> recordedSoFar() == 100);
        child.kill();
        exchange(front, back, 100);
        awaitSays(child, "continues to forward without recording");
      }
      // It ends with the connection, and leaves nothing at its path.
      awaitCondition(() -> !Files.exists(folder.resolve("a.sock")));
    }
    Path capture = folder.resolve("capture");
    awaitCondition(
        () ->
            events(WireEvent.WireEventKind.CLOSE).stream()
                .anyMatch(e -> e.end() == WireEnd.CLOSED));
    assertThat(messages()).isEqualTo(100);
    assertThat(events(WireEvent.WireEventKind.MISSING)).hasSize(1);
    assertThat(CaptureFolder.open(capture).with(InputRole.SOCKET)).hasSize(1);
    awaitCondition(() -> Files.readString(capture.resolve("capture.json")).contains(": 1200"));
    Run run = Run.vtrace("timeline", capture.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void aStoppedRecorderHoldsNobodyUp() throws Exception {
    try (Fd listening = backend();
        Child child = start("-o", "capture");
        Fd front = front();
        Fd back = Sockets.accept(listening)) {
      exchange(front, back, 1);
      child.await(() -> recordedSoFar() == 1);
      signal("STOP", child.pid());
      try {
        exchange(front, back, 20_000);
      } finally {
        signal("CONT", child.pid());
      }
      child.await(() -> recordedSoFar() == 20_001);
    }
  }

  @Test
  void afterTheEndOfWhoForwardsTheSocketOfTheBackEndIsBack() throws Exception {
    try (Fd listening = backend();
        Child child =
            Child.vtrace(
                folder, "proxy", "vhost-user", "--takeover", "-c", "b.sock", "-o", "capture")) {
      child.await(() -> child.says().contains("recording what passes"));
      try (Fd front = Sockets.connect(new Address.Unix(folder.resolve("b.sock")));
          Fd back = Sockets.accept(listening)) {
        exchange(front, back, 1);
        ProcessHandle.of(child.pid())
            .orElseThrow()
            .children()
            .forEach(ProcessHandle::destroyForcibly);
        assertThat(child.status()).isEqualTo(1);
      }
      assertThat(child.says()).contains("was ended, and its connections with it");
      assertThat(folder.resolve("b.sock.vtrace")).doesNotExist();
      Sockets.connect(new Address.Unix(folder.resolve("b.sock"))).close();
    }
    assertThat(events(WireEvent.WireEventKind.CLOSE)).allMatch(e -> e.end() == WireEnd.RECORDER);
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private static void awaitSays(Child child, String words) throws Exception {
    awaitCondition(() -> child.says().contains(words));
  }

  private static void awaitCondition(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it happens in time").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private List<WireEvent> events(WireEvent.WireEventKind kind) throws IOException {
    List<WireEvent> out = new ArrayList<>();
    for (TraceRecord each : records()) {
      if (each instanceof WireEvent event && event.kind() == kind) {
        out.add(event);
      }
    }
    return out;
  }

  private long messages() throws IOException {
    return records().stream().filter(WireMessage.class::isInstance).count();
  }

  private List<TraceRecord> records() throws IOException {
    List<TraceRecord> out = new ArrayList<>();
    try (InputStream in = Files.newInputStream(folder.resolve("capture/vhost-user.pcapng"))) {
      new PcapngReader(ReadOptions.of("traffic", diagnostic -> {})).read(in, out::add);
    }
    return out;
  }

  @Test
  void aConnectionThatLeadsNowhereShowsInTheExitStatus() throws Exception {
    try (Child child = start("-o", "capture");
        Fd front = front();
        SocketBuffer buffer = new SocketBuffer(16)) {
      assertThat(buffer.receive(front, 0, 16)).isZero();
      assertThat(child.terminate()).isEqualTo(1);
      assertThat(child.says()).contains("cannot connect to b.sock: no such file or directory");
    }
  }
}
