// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpCollectorTest {
  private static final Duration BRIEF = Duration.ofMillis(1);

  /** A request that the collector got. */
  private record Sent(String path, String type, String token, byte[] body) {}

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  @TempDir Path folder;
  private HttpServer server;
  private int refusals;
  private int status = 503;
  private byte[] answer = {};

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    sent.add(
        new Sent(
            exchange.getRequestURI().getPath(),
            String.valueOf(headers.getFirst("Content-Type")),
            String.valueOf(headers.getFirst("Authorization")),
            exchange.getRequestBody().readAllBytes()));
    boolean refused = sent.size() <= refusals;
    exchange
        .getResponseHeaders()
        .add("Content-Type", refused ? "text/plain" : "application/x-protobuf");
    exchange.getResponseHeaders().add("Retry-After", "0");
    byte[] body = refused ? "try later".getBytes(StandardCharsets.UTF_8) : answer;
    exchange.sendResponseHeaders(refused ? status : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private OtlpTransport collector() throws UsageException {
    return OtlpEndpoint.open(address(), "", "", BRIEF);
  }

  @Test
  void getsWhatTheFilesHave() throws IOException {
    String capture = Path.of("..", "..", "samples", "backend-transfer-2q").toString();
    Run run = Run.vtrace("export", capture, "--to", "otlp", "--endpoint", address());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.err()).contains("metrics: sent", "traces: sent");
    assertThat(sent).extracting(Sent::path).containsExactly("/v1/metrics", "/v1/traces");
    assertThat(sent).extracting(Sent::type).containsOnly("application/x-protobuf");
    for (int i = 0; i < 2; i++) {
      String format = i == 0 ? "otlp-metrics" : "otlp-traces";
      Path file = folder.resolve(format);
      Run.vtrace("export", capture, "--to", format, "-o", file.toString());
      assertThat(sent.get(i).body()).as(format).isEqualTo(Files.readAllBytes(file));
    }
  }

  @Test
  void isTriedAgainWhileItIsBusy() throws Exception {
    refusals = 4;
    assertThat(collector().send("traces", new byte[] {1})).isEmpty();
    assertThat(sent).hasSize(5);
  }

  @Test
  void isGivenUpWithASentence() throws Exception {
    refusals = 99;
    assertThatThrownBy(() -> collector().send("traces", new byte[] {1}))
        .hasMessage(address() + "/v1/traces: status 503: try later; tried 5 times");
    assertThat(sent).hasSize(5);
    status = 401;
    assertThatThrownBy(() -> collector().send("traces", new byte[] {1}))
        .hasMessage(address() + "/v1/traces: status 401: try later");
    assertThat(sent).as("a refusal for good").hasSize(6);
    server.stop(0);
    assertThatThrownBy(() -> collector().send("traces", new byte[] {1}))
        .hasMessageContaining("cannot be reached: ")
        .hasMessageEndingWith("tried 5 times");
  }

  /** A partial success: 3 spans were rejected since the span is too old. */
  @Test
  void saysWhatTheCollectorDidNotTake() throws Exception {
    answer = new byte[] {0x0a, 0x09, 0x08, 0x03, 0x12, 0x05, 't', 'o', 'o', '-', 'o'};
    assertThat(collector().send("traces", new byte[] {1})).isEqualTo("3 not taken: too-o");
    for (byte[] odd :
        List.of(
            new byte[] {0x0a},
            new byte[] {0x0a, 0x7f, 0x08},
            new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[] {0x0a, 0x02, 0x08, 0x00},
            "<html>".getBytes(StandardCharsets.UTF_8))) {
      answer = odd;
      assertThat(collector().send("traces", new byte[] {1})).isEmpty();
    }
  }

  @Test
  void whatTheCollectorSaysIsEscaped() {
    answer = new byte[] {0x0a, 0x09, 0x08, 0x03, 0x12, 0x05, 'a', 0x1b, '[', '1', 'm'};
    String capture = Path.of("..", "..", "samples", "backend-transfer-2q").toString();
    Run run = Run.vtrace("export", capture, "--to", "otlp", "--endpoint", address());
    assertThat(run.err()).contains("3 not taken: a\\x1b[1m").doesNotContain("\u001b");
  }

  @Test
  void headersComeFromTheEnvironment() throws Exception {
    OtlpEndpoint.open(address() + "/tenant/", "Authorization=Bearer%20abc", "", BRIEF)
        .send("traces", new byte[] {1});
    assertThat(sent.get(0).token()).isEqualTo("Bearer abc");
    assertThat(sent.get(0).path()).isEqualTo("/tenant/v1/traces");
    assertThatThrownBy(() -> OtlpEndpoint.open(address(), "nothing", "", BRIEF))
        .hasMessageContaining("is not of the form NAME=VALUE");
    for (String wrong : List.of("collector:4318", "ftp://a", "http://", "http://a?b", "x y")) {
      assertThatThrownBy(() -> OtlpEndpoint.open(wrong, "", "", BRIEF))
          .hasMessageContaining("is not the address of a collector");
    }
  }

  @Test
  void goesWithOneFormatOnly() {
    Run other = Run.vtrace("export", "x", "--to", "csv", "--endpoint", address());
    assertThat(other.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    Run both = Run.vtrace("export", "x", "--to", "otlp", "--endpoint", address(), "-o", "y");
    assertThat(both.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(sent).isEmpty();
  }
}
