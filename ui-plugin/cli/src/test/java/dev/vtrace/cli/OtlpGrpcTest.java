// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server of gRPC takes what is sent, refuses, and wants to be asked later. */
class OtlpGrpcTest {
  /** That of the system, which has the modules of its packages. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Duration BRIEF = Duration.ofMillis(1);

  /** {@code partial_success { rejected_spans: 3, error_message: "full" }}. */
  private static final String PARTIAL = "0a08080312046675" + "6c6c";

  @TempDir Path folder;
  private Process server;
  private int port;

  private void serve(int failures, String status, int delay, String answer) throws Exception {
    Path script = folder.resolve("collector.py");
    try (InputStream in = OtlpGrpcTest.class.getResourceAsStream("grpc-collector.py")) {
      Files.copy(in, script);
    }
    assumeTrue(hasGrpc(), "needs python3-grpcio");
    server =
        new ProcessBuilder(
                PYTHON,
                script.toString(),
                folder.toString(),
                Integer.toString(failures),
                status,
                Integer.toString(delay),
                answer)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    port = Integer.parseInt(out.readLine());
  }

  private static boolean hasGrpc() throws InterruptedException {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import grpc")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      server.getOutputStream().close();
      server.destroy();
      server.waitFor();
    }
  }

  private OtlpTransport collector() throws UsageException {
    return OtlpEndpoint.open("grpc://127.0.0.1:" + port, "authorization=token", "", BRIEF);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void getsWhatTheFilesHave() throws Exception {
    serve(0, "UNAVAILABLE", -1, "");
    String capture = Path.of("..", "..", "samples", "backend-transfer-2q").toString();
    String address = "grpc://127.0.0.1:" + port;
    Run run = Run.vtrace("export", capture, "--to", "otlp", "--endpoint", address);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.err()).contains("metrics: sent", "traces: sent");
    assertThat(calls())
        .containsExactly(
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export -",
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export -");
    int call = 0;
    for (String signal : List.of("otlp-metrics", "otlp-traces")) {
      Path file = folder.resolve(signal);
      Run.vtrace("export", capture, "--to", signal, "-o", file.toString());
      call++;
      assertThat(Files.readAllBytes(folder.resolve(Integer.toString(call))))
          .isEqualTo(Files.readAllBytes(file));
    }
  }

  @Test
  void isTriedAgainWhileItIsUnavailable() throws Exception {
    serve(2, "UNAVAILABLE", -1, "");
    try (OtlpTransport collector = collector()) {
      assertThat(collector.send("traces", new byte[] {1, 2})).isEmpty();
    }
    assertThat(calls()).hasSize(3).allMatch(each -> each.endsWith("TraceService/Export token"));
  }

  @Test
  void isTriedAgainWhenItSaysHowLongToWait() throws Exception {
    serve(1, "RESOURCE_EXHAUSTED", 0, "");
    try (OtlpTransport collector = collector()) {
      assertThat(collector.send("metrics", new byte[0])).isEmpty();
    }
    assertThat(calls()).hasSize(2);
  }

  @Test
  void isNotTriedAgainWhenThatIsOfNoUse() throws Exception {
    serve(9, "RESOURCE_EXHAUSTED", -1, "");
    try (OtlpTransport collector = collector()) {
      assertThatThrownBy(() -> collector.send("traces", new byte[0]))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "grpc://127.0.0.1:%d (traces): status RESOURCE_EXHAUSTED: not now: 100%% \u00fcber",
              port);
    }
    assertThat(calls()).hasSize(1);
  }

  @Test
  void givesUpWithASentence() throws Exception {
    serve(9, "UNAVAILABLE", 0, "");
    try (OtlpTransport collector = collector()) {
      assertThatThrownBy(() -> collector.send("traces", new byte[0]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("status UNAVAILABLE: not now")
          .hasMessageEndingWith("; tried 5 times");
    }
    assertThat(calls()).hasSize(5);
  }

  @Test
  void saysWhatWasNotTaken() throws Exception {
    serve(0, "UNAVAILABLE", 0, PARTIAL);
    try (OtlpTransport collector = collector()) {
      assertThat(collector.send("traces", new byte[0])).isEqualTo("3 not taken: full");
    }
  }

  @Test
  void nobodyListens() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (OtlpTransport collector = collector()) {
      assertThatThrownBy(() -> collector.send("traces", new byte[0]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be reached")
          .hasMessageEndingWith("; tried 5 times");
    }
  }

  @Test
  void theProtocolIsThatOfTheVariableUnlessTheAddressTells() throws Exception {
    try (OtlpTransport grpc = OtlpEndpoint.open("http://localhost:4317", "", "grpc", BRIEF);
        OtlpTransport http = OtlpEndpoint.open("http://localhost:4318", "", "", BRIEF);
        OtlpTransport named = OtlpEndpoint.open("grpc://localhost", "", "http/protobuf", BRIEF)) {
      assertThat(grpc).isInstanceOf(OtlpGrpcCollector.class);
      assertThat(http).isInstanceOf(OtlpCollector.class);
      assertThat(named).isInstanceOf(OtlpGrpcCollector.class);
    }
    assertThatThrownBy(() -> OtlpEndpoint.open("http://localhost", "", "http/json", BRIEF))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'http/json' is not spoken");
  }
}
