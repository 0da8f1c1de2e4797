// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark, with our dissector, says of every message what vtrace says. */
class WiresharkExportTest {
  private static final String SEPARATOR = "\t";

  /** Filters that are compared, with the fields of payloads that they are of. */
  private static final Map<String, List<String>> COMPARED =
      Map.of(
          "vhost_user.vring.index", List.of("index"),
          "vhost_user.features", List.of("features"),
          "vhost_user.protocol_features", List.of("protocol_features"),
          "vhost_user.vring.last_avail", List.of("last_avail"),
          "vhost_user.vring.enable", List.of("enable"),
          "vhost_user.vring.desc", List.of("desc"),
          "vhost_user.vring.no_fd", List.of("no_fd"),
          "vhost_user.region.user_addr", List.of("user_addr"),
          "vhost_user.inflight.num_queues", List.of("num_queues"),
          "vhost_user.config.offset", List.of("offset"));

  @TempDir Path folder;
  private Tshark tshark;

  @BeforeEach
  void tshark() throws IOException {
    tshark = Tshark.in(folder);
  }

  private static String numbers(SessionStep step, List<String> names) {
    List<String> out = new ArrayList<>();
    for (MessageField field : step.decoded().fields()) {
      String name = field.name().substring(field.name().lastIndexOf('.') + 1);
      boolean offset = field.name().equals("offset");
      if (names.contains(name)
          && field instanceof MessageField.NumberField number
          && (!offset || step.message().name().endsWith("CONFIG"))) {
        out.add(Long.toUnsignedString(number.value()));
      }
    }
    return String.join(",", out);
  }

  private static String decimal(String values) {
    List<String> out = new ArrayList<>();
    for (String value : values.isEmpty() ? new String[0] : values.split(",")) {
      boolean hex = value.startsWith("0x");
      out.add(
          Long.toUnsignedString(
              hex
                  ? Long.parseUnsignedLong(value.substring(2), 16)
                  : Long.parseUnsignedLong(value)));
    }
    return String.join(",", out);
  }

  private record Sent(String connection, SessionStep step) {}

  private static List<Sent> sent(ExportedRun run) {
    List<Sent> out = new ArrayList<>();
    for (Connection connection : run.connections()) {
      connection.session().steps().forEach(step -> out.add(new Sent(connection.label(), step)));
    }
    if (out.stream().allMatch(each -> each.step().message().timeNs() >= 0)) {
      out.sort(Comparator.comparingLong(each -> each.step().message().timeNs()));
    }
    return out;
  }

  @Test
  void eachFieldOfEachMessageIsTheSame() throws Exception {
    int messages = 0;
    List<String> filters = COMPARED.keySet().stream().sorted().toList();
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      List<Sent> sent = sent(run);
      if (sent.isEmpty()) {
        continue;
      }
      Path file = folder.resolve(recording.getFileName() + ".pcapng");
      Files.write(file, ExportedRuns.bytes(ExportFormat.PCAPNG, run));
      List<String> wanted =
          new ArrayList<>(List.of("-T", "fields", "-E", "separator=/t", "-e", "frame.number"));
      for (String filter :
          List.of(
              "vhost_user.request",
              "vhost_user.request_name",
              "vhost_user.flags",
              "vhost_user.reply_to",
              "vhost_user.fd.count",
              "vhost_user.connection")) {
        wanted.addAll(List.of("-e", filter));
      }
      filters.forEach(filter -> wanted.addAll(List.of("-e", filter)));
      List<String> lines = tshark.run(file, wanted.toArray(String[]::new)).lines();
      assertThat(lines).as(recording.toString()).hasSameSizeAs(sent);
      Map<String, Integer> frames = new HashMap<>();
      for (int i = 0; i < sent.size(); i++) {
        SessionStep step = sent.get(i).step();
        String connection = sent.get(i).connection();
        frames.put(connection + " " + step.number(), i + 1);
        Integer answers = frames.get(connection + " " + step.answers().orElse(-1));
        List<String> expected =
            new ArrayList<>(
                List.of(
                    Integer.toString(i + 1),
                    Integer.toUnsignedString(step.message().request()),
                    step.message().name(),
                    String.format("0x%08x", step.message().flags()),
                    answers == null ? "" : Integer.toString(answers),
                    Integer.toString(step.message().fds().size()),
                    connection));
        filters.forEach(filter -> expected.add(numbers(step, COMPARED.get(filter))));
        List<String> cells = new ArrayList<>(List.of(lines.get(i).split(SEPARATOR, -1)));
        for (int k = expected.size() - filters.size(); k < cells.size(); k++) {
          cells.set(k, decimal(cells.get(k)));
        }
        assertThat(cells)
            .as(recording.getFileName() + " message " + step.number())
            .isEqualTo(expected);
        messages++;
      }
    }
    System.out.println("tshark and vtrace say the same of " + messages + " messages");
    assertThat(messages).isPositive();
  }

  @Test
  void verdictsAndFindingsAreFields() throws Exception {
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    Path file = Files.write(folder.resolve("v"), ExportedRuns.bytes(ExportFormat.PCAPNG, run));
    List<String> verdicts = tshark.run(file, "-Y", "vhost_user.verdict == \"executed\"").lines();
    assertThat(verdicts).isNotEmpty();
    assertThat(tshark.run(file, "-V", "-Y", "vhost_user.request == 1").out())
        .contains("Verdict: executed", "Window: ", "VERSION_1", "Reply in: 2", "Reply to: 1");
  }

  @Test
  void damagedTrafficRaisesNoErrorOfLua() throws Exception {
    byte[] good = ExportedRuns.bytes(ExportFormat.PCAPNG, ExportedRuns.of(Recordings.transfer()));
    Random random = new Random(21);
    for (int round = 0; round < 12; round++) {
      byte[] bad = good.clone();
      int at = 28 + 48;
      while (at + 32 < bad.length) {
        int length = bad[at + 4] & 0xff | (bad[at + 5] & 0xff) << 8;
        int captured = bad[at + 20] & 0xff | (bad[at + 21] & 0xff) << 8;
        for (int k = 0; k < 1 + random.nextInt(3); k++) {
          // The version of the recorder's header stays, else nothing is looked at.
          bad[at + 28 + 1 + random.nextInt(captured - 1)] = (byte) random.nextInt();
        }
        if (random.nextInt(3) == 0) {
          int cut = random.nextInt(captured);
          bad[at + 20] = (byte) cut;
          bad[at + 21] = (byte) (cut >>> 8);
        }
        at += length;
      }
      Path file = Files.write(folder.resolve("bad" + round), bad);
      tshark.run(file, "-V");
    }
  }

  @Test
  void theScriptInTheRepositoryIsTheOneThatIsWritten() throws IOException {
    Path copy = Recordings.root().resolve("ui-plugin/wireshark/vtrace.lua");
    assertThat(Files.readString(copy)).isEqualTo(WiresharkDissector.script());
  }

  @Test
  void vtraceReadsWhatItExports() throws Exception {
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    Path again = Files.createDirectory(folder.resolve("again"));
    Files.write(again.resolve("socket.pcapng"), ExportedRuns.bytes(ExportFormat.PCAPNG, run));
    ExportedRun read = ExportedRuns.of(again);
    assertThat(sent(read).stream().map(each -> each.step().message().name()).toList())
        .isEqualTo(sent(run).stream().map(each -> each.step().message().name()).toList());
  }
}
