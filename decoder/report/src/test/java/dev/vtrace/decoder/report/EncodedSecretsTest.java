// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.redact.SecretKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of thirty kinds, in each way to write bytes, in each place that holds text. A finished
 * bundle, unpacked, has none of them in any of the ways.
 */
class EncodedSecretsTest {
  private static final String TIME = "2026-11-23T08:00:00.000000Z ";

  @TempDir Path folder;

  /** The places, as lines with a gap. */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "dst.stderr",
          List.of(
              TIME + "qemu-system-x86_64: info: %s\n",
              TIME + "vhost_user_read req:1 flags:0x5 size %s\n",
              "vhost_section %s\n",
              "data: %s end\n"),
          "qmp.jsonl",
          List.of(
              "{\"t_ns\": 1795420803000000000, \"who\": \"src\", \"dir\": \"in\", \"msg\":"
                  + " {\"return\": \"%s\"}}\n",
              "{\"t_ns\": 1795420803000000000, \"who\": \"src\", \"dir\": \"in\", \"msg\":"
                  + " {\"return\": {\"%s\": 1}}}\n",
              "{\"t_ns\": 1795420803000000000, \"who\": \"src\", \"dir\": \"in\", \"msg\":"
                  + " {\"return\": \"info\\r\\n%s\\r\\n\"}}\n"),
          "vhost-user-dev9.jsonl",
          List.of(
              "{\"t_ns\": 1795420803200000000, \"conn\": 9, \"event\": \"close\", \"why\": \"%s\"}\n"),
          "dst.strace",
          List.of(
              "16963 08:01:33.195741 openat(AT_FDCWD, \"/etc/%s\", O_RDONLY) = 3\n",
              "16963 08:01:33.195742 read(3</tmp/%s>, \"%s\", 4096) = 23\n"));

  private static List<String> secrets() {
    Random random = new Random(24);
    List<String> out = new ArrayList<>();
    String letters = "BCDFGHJKLMNPQRSTVWXZbcdfghjkmnpqrtvwz";
    for (int i = 0; i < 26; i++) {
      StringBuilder word = new StringBuilder();
      int length = 8 + random.nextInt(12);
      while (word.length() < length) {
        word.append(letters.charAt(random.nextInt(letters.length())));
      }
      out.add(word.toString());
    }
    out.addAll(
        List.of("Tr0ub4dor-3xyz", "qvzk.wpmj.example", "kjwq@zvxh.example", "Zqxj/Wkvb+8Q=="));
    return out;
  }

  private static String json(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      out.append(c == '\\' ? "\\\\" : c < ' ' || c == '"' ? String.format("\\u%04x", (int) c) : c);
    }
    return out.toString();
  }

  private Path planted() throws IOException {
    Path capture = Files.createDirectory(folder.resolve("run"));
    try (Stream<Path> all = Files.list(Recordings.transfer())) {
      for (Path each : all.toList()) {
        Files.write(capture.resolve(each.getFileName().toString()), Files.readAllBytes(each));
      }
    }
    for (Map.Entry<String, List<String>> place : PLACES.entrySet()) {
      StringBuilder text = new StringBuilder();
      if (place.getKey().equals("qmp.jsonl")) {
        Path file = Recordings.file(capture, "qmp.jsonl");
        text.append(new String(Recordings.bytes(file), StandardCharsets.UTF_8));
        Files.delete(file);
      }
      for (String secret : secrets()) {
        for (Encoding encoding : Encoding.values()) {
          for (String line : place.getValue()) {
            String written = encoding.write(secret);
            text.append(line.replace("%s", line.startsWith("{") ? json(written) : written));
          }
        }
      }
      Files.writeString(capture.resolve(place.getKey()), text, StandardCharsets.ISO_8859_1);
    }
    return capture;
  }

  private static Map<String, String> bundle(Path capture) throws IOException {
    Map<String, String> out = new LinkedHashMap<>();
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    try (Reporter reporter = new Reporter("test")) {
      Report report = reporter.report(CaptureOpener.open(capture), Set.<SecretKind>of(), false);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      ReportMarkdown.write(text, report);
      ReportBundle.write(bundle, report, text.toByteArray());
    }
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = Planted.unpacked(entry.getName(), zip.readAllBytes());
        out.put(entry.getName(), new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    return out;
  }

  /** Lines with what must go, in braces. */
  private static final Map<String, List<String>> NUMBERS =
      Map.of(
          "dst.stderr",
          List.of(
              "virtio_net_mac mac {525400badcaf} vdev 0x557f43c5f9e0\n",
              "virtio_net_mac mac {525400BADCAF}\n",
              "virtio_net_mac mac {0x525400badcaf}\n",
              "virtio_net_mac mac {52 54 00 ba dc af}\n",
              "virtio_net_mac mac {5254.00ba.dcaf}\n",
              "virtio_net_mac mac {a0369fbadcaf}\n",
              "vhost_section net-{525400badcac}\n",
              "virtio_net_key {9f3a5c7e1b2d4f60}\n",
              "virtio_net_key {0x9f3a5c7e1b2d4f61}\n",
              "virtio_net_key {0x5365637265744b}\n",
              "virtio_net_uuid {7b1cf0a293d44c1e8a550f9e2d7c6b1a}\n",
              TIME + "set password={48151623} for vnc\n",
              TIME + "PASSWORD: {48151624}\n",
              TIME + "vnc password is {48151625}\n",
              TIME + "pin {48151626}\n",
              TIME + "HTTPS://{zkwvuser}:{48151627}@{HV9.ZKWV.EXAMPLE}/x\n",
              TIME + "TCP:{HV8.ZKWV.EXAMPLE}:4444\n",
              "-smbios type=1,manufacturer={Server},product={Machine-Blue},serial={Q1} \\\n",
              "-fw_cfg name=opt/{org.zkwv.Key},string={48151628} \\\n",
              "-acpitable sig={SLIC},oem_id={ORACLE} \\\n",
              "0000000000001000: {0x53656372}\n"),
          "qmp.jsonl",
          List.of(
              qmp("{\"return\": {\"password\": {58151623}}}"),
              qmp("{\"return\": {\"vnc-password\" : {58151624}, \"id\": 1}}"),
              qmp("{\"return\": {\"bytes\": [{83,101,99,114,101,116}]}}"),
              qmp("{\"return\": {\"bytes\": [{83, 101, 99, 114, 101, 117}]}}"),
              qmp("{\"return\": {\"{zkwv.example}\": {\"up\": true}}}"),
              qmp("{\"return\": {\"serial\": {5815162342}}}"),
              qmp("{\"return\": {\"mac\": \"{52540000badc}\"}}")));

  private static String qmp(String message) {
    return "{\"t_ns\": 1795420803000000000, \"who\": \"src\", \"dir\": \"in\", \"msg\": "
        + message
        + "}\n";
  }

  @Test
  void numbersThatAreKeysAddressesAndPasswordsGo() throws IOException {
    Path capture = Files.createDirectory(folder.resolve("numbers"));
    Pattern gap = Pattern.compile("\\{([^{}\":]+)}");
    List<String> planted = new ArrayList<>();
    for (Map.Entry<String, List<String>> place : NUMBERS.entrySet()) {
      StringBuilder text = new StringBuilder();
      for (String line : place.getValue()) {
        gap.matcher(line).results().forEach(each -> planted.add(each.group(1)));
        text.append(gap.matcher(line).replaceAll("$1"));
      }
      Files.writeString(capture.resolve(place.getKey()), text);
    }
    assertThat(planted).hasSizeGreaterThan(30);
    Map<String, String> bundle = bundle(capture);
    assertThat(bundle.keySet()).containsAll(NUMBERS.keySet());
    for (Map.Entry<String, String> file : bundle.entrySet()) {
      assertThat(planted.stream().filter(file.getValue()::contains)).as(file.getKey()).isEmpty();
    }
    assertThat(bundle.get("dst.stderr")).contains("vdev 0x557f43c5f9e0");
    for (String line : bundle.get("qmp.jsonl").lines().toList()) {
      assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
    }
  }

  @Test
  void whatFollowsTheFieldsOfAMessageGoes() throws IOException {
    Path capture = Files.createDirectory(folder.resolve("long"));
    byte[] secret = "Zkwvbqxj-Wmnpr".getBytes(StandardCharsets.US_ASCII);
    StringBuilder text = new StringBuilder();
    for (int request = 1; request < 50; request++) {
      ByteBuffer message = ByteBuffer.allocate(12 + 8 + 600).order(ByteOrder.LITTLE_ENDIAN);
      message.putInt(request).putInt(1).putInt(608).putInt(1).putInt(0);
      for (int at = 12 + 48; at + secret.length < 620; at += secret.length) {
        message.position(at);
        message.put(secret);
      }
      text.append("{\"t_ns\": 17954208031")
          .append(10000000 + request)
          .append(", \"conn\": 9, \"dir\": \"f2b\", \"fds\": [], \"hex\": \"")
          .append(HexFormat.of().formatHex(message.array()))
          .append("\"}\n");
    }
    Files.writeString(capture.resolve("vhost-user-dev9.jsonl"), text);
    String kept = bundle(capture).get("vhost-user-dev9.jsonl");
    List<String> shared =
        kept.lines().filter(line -> line.contains(HexFormat.of().formatHex(secret))).toList();
    // The sizes of 256 shared regions fill such a message.
    assertThat(shared).allMatch(line -> line.contains("\"hex\": \"2c000000"));
  }

  @Test
  void noEncodingOfASecretIsInABundle() throws IOException {
    Map<String, String> bundle = bundle(planted());
    assertThat(bundle.keySet()).containsAll(PLACES.keySet());
    assertThat(found(bundle)).isEmpty();
  }

  @Test
  void noEncodingOfASecretIsInAnExport() throws Exception {
    Map<String, String> exports = new LinkedHashMap<>();
    ExportedSecretsTest.exports(planted(), true)
        .forEach(
            (name, bytes) -> exports.put(name, new String(bytes, StandardCharsets.ISO_8859_1)));
    assertThat(found(exports)).isEmpty();
  }

  /** Which ways of writing which secret are where. */
  private static Set<String> found(Map<String, String> files) {
    Set<String> found = new TreeSet<>();
    for (String secret : secrets()) {
      for (Encoding encoding : Encoding.values()) {
        String sought = encoding.sought(secret);
        for (Map.Entry<String, String> file : files.entrySet()) {
          if (file.getValue().contains(sought) || file.getValue().contains(json(sought))) {
            found.add(encoding + " in " + file.getKey() + ": " + sought);
          }
        }
      }
    }
    return found;
  }
}
