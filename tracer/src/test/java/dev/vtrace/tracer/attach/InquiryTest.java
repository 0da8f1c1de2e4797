// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.sys.Address;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a monitor, and when. */
@Timeout(60)
class InquiryTest {
  private static final Pattern COMMAND =
      Pattern.compile("\"execute\":\"([^\"]+)\".*\"id\":\"([^\"]+)\"");

  @TempDir Path folder;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private void serve(ServerSocketChannel server) {
    try (SocketChannel client = server.accept()) {
      var out = Channels.newOutputStream(client);
      out.write(
          "{\"QMP\":{\"version\":{},\"capabilities\":[]}}\n".getBytes(StandardCharsets.UTF_8));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher command = COMMAND.matcher(line);
        if (!command.find()) {
          return;
        }
        asked.add(command.group(1));
        String answer =
            command.group(1).equals("query-migrate-parameters")
                ? "\"error\":{\"class\":\"CommandNotFound\",\"desc\":\"old\"}"
                : "\"return\":[]";
        out.write(
            ("{" + answer + ",\"id\":\"" + command.group(2) + "\"}\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static TraceRecord state(String status) throws IOException {
    List<TraceRecord> out = new ArrayList<>();
    String json =
        "{\"event\":\"MIGRATION\",\"data\":{\"status\":\""
            + status
            + "\"},\"timestamp\":{\"seconds\":1,\"microseconds\":0}}\n";
    new QmpReader(ReadOptions.of("", diagnostic -> {}))
        .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), out::add);
    assertThat(out).singleElement().isInstanceOf(QmpMessage.class);
    return out.get(0);
  }

  @Test
  void asksAtTheBeginningBeforeTheSwitchoverAndAtTheEndAndNothingThatHarms() throws Exception {
    Path socket = folder.resolve("qmp");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread thread = new Thread(() -> serve(server));
      thread.setDaemon(true);
      thread.start();
      try (QmpClient client =
          QmpClient.connect(
              new Address.Unix(socket),
              "source",
              QmpTranscript.none(),
              event -> {},
              Duration.ofSeconds(30))) {
        Inquiry inquiry = new Inquiry(() -> client);
        inquiry.begin();
        inquiry.see(state("setup"));
        inquiry.see(state("active"));
        inquiry.see(state("active"));
        inquiry.see(state("completed"));
        inquiry.close();
      }
    }
    List<String> once =
        List.of("query-migrate-capabilities", "query-migrate-parameters", "query-chardev");
    List<String> expected = new ArrayList<>(List.of("qmp_capabilities"));
    expected.addAll(once);
    expected.addAll(once);
    expected.addAll(once);
    assertThat(asked).containsExactlyElementsOf(expected);
  }
}
