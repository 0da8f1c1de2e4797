// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.StreamJson;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark, with our dissector, says of every field of a stream what {@code decode} says. */
class MigrationDissectorTest {
  private static final String SEPARATOR = "\t";
  private static final String AGGREGATOR = "\u0001";
  private static final int STREAMS = 24;
  private static final int MOST_SHOWN = 256;

  @TempDir Path folder;
  private Tshark tshark;

  @BeforeEach
  void tshark() throws IOException {
    tshark = Tshark.in(folder);
  }

  private Path exported(Path capture) throws Exception {
    ExportedRun run =
        RunExport.of(
            CaptureOpener.open(capture),
            KeptBound.USUAL,
            false,
            ExportSelection.ALL,
            "vtrace test",
            ExportFormat.PCAPNG);
    return Files.write(folder.resolve("run.pcapng"), ExportedRuns.bytes(ExportFormat.PCAPNG, run));
  }

  /** A record as one line: the same columns as {@link #rows}. */
  private static void expect(List<List<String>> out, List<JsonNode> nodes, JsonNode section) {
    String name = section.path("name").asText();
    boolean named = section.path("kind").asText().matches("start|part|end|full");
    boolean whole = section.path("kind").asText().matches("start|full");
    out.add(
        List.of(
            section.path("kind").asText(),
            section.path("offset").asText(),
            section.path("length").asText(),
            named ? name : "",
            named ? section.path("id").asText() : "",
            whole ? Long.toString(section.path("instance").asLong() & 0xffff_ffffL) : "",
            whole ? section.path("version").asText() : "",
            named ? section.path("footer").asBoolean() ? "1" : "0" : ""));
    nodes.add(section);
    section.path("sections").forEach(inner -> expect(out, nodes, inner));
  }

  private static void leaves(List<String> names, List<JsonNode> values, JsonNode fields) {
    for (JsonNode field : fields) {
      if (field.has("value") || field.path("children").isEmpty()) {
        names.add(field.path("path").asText());
        values.add(field);
      }
      leaves(names, values, field.path("children"));
    }
  }

  private static JsonNode decoded(Path stream, Path list) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DescriptorLog descriptors = null;
    if (list != null) {
      descriptors = DescriptorLogReader.read("fds", list);
    }
    try (ByteSource source = Inputs.open(stream);
        StreamJson json = new StreamJson(out, Glob.ALL, false)) {
      new StreamDecoder(source, new StreamOptions(null, descriptors, false)).decode(json);
    }
    return Recordings.json(out.toByteArray());
  }

  private static void same(JsonNode field, String shown) {
    JsonNode value = field.path("value");
    String about = field.path("path").asText();
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < Math.min(MOST_SHOWN, value.size()); i++) {
        parts.add(
            number(value.get(i).asText(), i < shown.split(",").length ? shown.split(",")[i] : ""));
      }
      if (value.size() > MOST_SHOWN) {
        parts.add("...");
      }
      assertThat(shown).as(about).isEqualTo(String.join(",", parts));
    } else if (shown.endsWith("...")) {
      assertThat(value.asText()).as(about).startsWith(shown.substring(0, shown.length() - 3));
    } else {
      assertThat(shown).as(about).isEqualTo(number(value.asText(), shown));
    }
  }

  /** JSON has numbers that readers would round as text in hexadecimal. */
  private static String number(String json, String shown) {
    if (!json.startsWith("0x") || !shown.matches("-?[0-9]+")) {
      return json;
    }
    BigInteger bits = new BigInteger(json.substring(2), 16);
    return shown.startsWith("-") ? Long.toString(bits.longValue()) : bits.toString();
  }

  private static List<Path> streams() throws IOException {
    List<Path> out = new ArrayList<>(Recordings.samples());
    List<Path> corpus = Recordings.corpus();
    boolean all = Boolean.getBoolean("vtrace.all");
    int step = all ? 1 : Math.max(1, corpus.size() / STREAMS);
    for (int i = 0; i < corpus.size(); i += step) {
      out.add(corpus.get(i));
    }
    out.removeIf(each -> Recordings.stream(each) == null);
    return out;
  }

  @Test
  void eachFieldOfEachRecordIsTheSame() throws Exception {
    int records = 0;
    int fields = 0;
    for (Path recording : streams()) {
      Path alone = Files.createDirectory(folder.resolve("alone" + records));
      Path original = Recordings.stream(recording);
      Path stream = Files.copy(original, alone.resolve(original.getFileName()));
      Path list = Recordings.file(recording, "fds.jsonl");
      if (list != null) {
        Files.copy(list, alone.resolve(list.getFileName()));
      }
      JsonNode json = decoded(stream, list);
      List<List<String>> expected = new ArrayList<>();
      List<JsonNode> sections = new ArrayList<>();
      json.path("sections").forEach(each -> expect(expected, sections, each));
      List<String> lines = rows(exported(alone));
      assertThat(lines).as(recording.toString()).hasSameSizeAs(expected);
      for (int i = 0; i < lines.size(); i++) {
        String[] cells = lines.get(i).split(SEPARATOR, -1);
        String about = recording.getFileName() + " record " + i;
        List<String> head = new ArrayList<>(List.of(cells).subList(0, expected.get(i).size()));
        if (expected.get(i).get(3).isEmpty()) {
          head.set(3, "");
        }
        head.set(0, kind(head.get(0)));
        assertThat(head).as(about).isEqualTo(expected.get(i));
        List<String> names = new ArrayList<>();
        List<JsonNode> values = new ArrayList<>();
        leaves(names, values, sections.get(i).path("fields"));
        List<String> descriptors = new ArrayList<>();
        values.stream()
            .filter(each -> each.has("fd"))
            .forEach(each -> descriptors.add(each.path("fd").asText()));
        if (!cells[11].isEmpty()) {
          // Too many fields for a packet, which it says.
          continue;
        }
        assertThat(list(cells[8], names.size())).as(about).isEqualTo(names);
        assertThat(list(cells[10], descriptors.size())).as(about).isEqualTo(descriptors);
        List<String> shown = list(cells[9], names.size());
        assertThat(shown).as(about).hasSameSizeAs(names);
        for (int k = 0; k < names.size(); k++) {
          long end = values.get(k).path("offset").asLong() + values.get(k).path("length").asLong();
          boolean kept = end - sections.get(i).path("offset").asLong() <= StreamPackets.MOST_BYTES;
          if (kept || !shown.get(k).isEmpty()) {
            same(values.get(k), shown.get(k));
          }
        }
        records++;
        fields += names.size();
      }
    }
    System.out.println(
        "tshark and vtrace say the same of " + records + " records with " + fields + " fields");
    assertThat(fields).isPositive();
  }

  private static List<String> list(String cell, int wanted) {
    return wanted == 0 && cell.isEmpty() ? List.of() : List.of(cell.split(AGGREGATOR, -1));
  }

  private static String kind(String number) {
    for (SectionKind kind : SectionKind.values()) {
      if (Integer.toString(StreamPacket.number(kind)).equals(number)) {
        return kind.label();
      }
    }
    return number;
  }

  private List<String> rows(Path file) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of("-T", "fields", "-E", "separator=/t", "-E", "aggregator=" + AGGREGATOR));
    for (String filter :
        List.of(
            "kind",
            "offset",
            "length",
            "section",
            "section.id",
            "section.instance",
            "section.version",
            "footer",
            "field",
            "value",
            "fd",
            "expert.partly")) {
      options.addAll(List.of("-e", "migration." + filter));
    }
    return tshark.run(file, options.toArray(String[]::new)).lines();
  }

  @Test
  void backEndsHaveFiltersOfTheirOwn() throws Exception {
    Path file = exported(Recordings.transfer());
    Peer.PeerRun run =
        tshark.run(
            file,
            "-Y",
            "migration.vhost_dev.nvqs == 2",
            "-T",
            "fields",
            "-e",
            "migration.vhost_user.memory_slots",
            "-e",
            "migration.vhost_virtqueue.error_notifier",
            "-e",
            "migration.fd.count");
    assertThat(run.lines()).containsExactly("509\t8,10\t12");
    assertThat(tshark.run(file, "-Y", "migration.verdict == \"skipped\"").lines()).hasSize(1);
  }

  @Test
  void damageRaisesNoErrorOfLua() throws Exception {
    byte[] good = Files.readAllBytes(exported(Recordings.transfer()));
    Random random = new Random(21);
    for (int round = 0; round < 10; round++) {
      Files.write(folder.resolve("bad.pcapng"), damaged(good, random));
      tshark.run(folder.resolve("bad.pcapng"), "-V");
    }
  }

  /** Changes bytes of packets, not of the file around them. */
  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    int at = 0;
    while (at + 32 < bad.length) {
      int type = bad[at] & 0xff;
      int length = number(bad, at + 4);
      if (type == 6 && bad[at + 8] == 1) {
        int captured = number(bad, at + 20);
        for (int k = 0; k < 1 + random.nextInt(4); k++) {
          int within = random.nextInt(3) == 0 ? captured : Math.min(captured, 400);
          // The version of the header stays, else nothing is looked at.
          bad[at + 28 + 1 + random.nextInt(within - 1)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
          int cut = random.nextInt(captured);
          for (int k = 0; k < 4; k++) {
            bad[at + 20 + k] = (byte) (cut >>> 8 * k);
          }
        }
      }
      at += length;
    }
    return bad;
  }

  private static int number(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  @Test
  void damagedStreamsAreShownAsFarAsTheyGo() throws Exception {
    byte[] good = Recordings.bytes(Recordings.stream(Recordings.transfer()));
    Random random = new Random(7);
    for (int round = 0; round < 8; round++) {
      byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(good.length / 2));
      for (int k = 0; k < 20; k++) {
        bad[8 + random.nextInt(bad.length - 8)] = (byte) random.nextInt();
      }
      Path alone = Files.createDirectory(folder.resolve("damaged" + round));
      Files.write(alone.resolve("stream.bin"), bad);
      Peer.PeerRun run = tshark.run(exported(alone), "-V");
      assertThat(run.out()).contains("QEMU migration stream");
    }
  }
}
