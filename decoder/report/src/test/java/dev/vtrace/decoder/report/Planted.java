// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.stream.PageKind;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A copy of a real capture with a secret in every place that can hold one. */
final class Planted {
  private static final String TIME = "2026-11-23T08:00:00.000000Z ";
  private final Path folder;
  private final List<Secret> secrets = new ArrayList<>();

  private Planted(Path folder) {
    this.folder = folder;
  }

  /**
   * One secret.
   *
   * @param whole whether it stands as it is where it is kept
   */
  record Secret(SecretKind kind, String text, byte[] bytes, boolean whole) {
    boolean isIn(byte[] output) {
      return contains(output, bytes) || contains(output, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean contains(byte[] output, byte[] wanted) {
      for (int i = 0; i + wanted.length <= output.length; i++) {
        int n = 0;
        while (n < wanted.length && output[i + n] == wanted[n]) {
          n++;
        }
        if (n == wanted.length) {
          return true;
        }
      }
      return false;
    }
  }

  /** Copies a capture and plants. */
  static Planted in(Path capture, Path at) throws IOException {
    Planted planted = new Planted(Files.createTempDirectory(at, "hq-gringotts-"));
    planted.secrets.add(text(SecretKind.PATH, "gringotts", false));
    try (Stream<Path> all = Files.list(capture)) {
      for (Path each : all.toList()) {
        Files.write(
            planted.folder.resolve(each.getFileName().toString()), Files.readAllBytes(each));
      }
    }
    planted.stream();
    planted.log();
    planted.qmp();
    planted.traffic();
    planted.strace();
    planted.simpletrace();
    return planted;
  }

  Path folder() {
    return folder;
  }

  List<Secret> secrets() {
    return secrets;
  }

  Set<SecretKind> kinds() {
    Set<SecretKind> out = EnumSet.noneOf(SecretKind.class);
    secrets.forEach(secret -> out.add(secret.kind()));
    return out;
  }

  /** The files as they are, unpacked, and their names. */
  Map<String, byte[]> evidence() throws IOException {
    Map<String, byte[]> out = new TreeMap<>();
    out.put("folder", folder.toString().getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.toList()) {
        String name = each.getFileName().toString();
        out.put("name " + name, name.getBytes(StandardCharsets.UTF_8));
        out.put(name, unpacked(name, Files.readAllBytes(each)));
      }
    }
    return out;
  }

  static byte[] unpacked(String name, byte[] bytes) throws IOException {
    return name.endsWith(".gz")
        ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
        : bytes;
  }

  private static Secret text(SecretKind kind, String text, boolean whole) {
    return new Secret(kind, text, text.getBytes(StandardCharsets.UTF_8), whole);
  }

  private String plant(SecretKind kind, String text) {
    secrets.add(text(kind, text, true));
    return text;
  }

  /** Secrets of which a part may be known for itself are looked for by that part. */
  private String path(String path, String part) {
    secrets.add(text(SecretKind.PATH, part, true));
    return path;
  }

  private void stream() throws IOException {
    Path file = Recordings.file(folder, "stream.bin");
    byte[] bytes = Recordings.bytes(file);
    long[] page = {-1};
    StreamVisitor visitor =
        new StreamVisitor() {
          @Override
          public void page(RamPage each) {
            page[0] = each.kind() == PageKind.PAGE ? each.offset() : page[0];
          }
        };
    new StreamDecoder(new HeapSource("stream", bytes), new StreamOptions(null, null, true))
        .decode(visitor);
    put(bytes, (int) page[0] + 100, plant(SecretKind.MEMORY, "guest-memory-Quidditch"));
    Files.delete(file);
    Files.write(folder.resolve("stream.bin"), bytes);
  }

  private static void put(byte[] bytes, int at, String text) {
    byte[] secret = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(secret, 0, bytes, at, secret.length);
  }

  private void log() throws IOException {
    String text =
        "2026-11-23 08:00:00.000+0000: starting up libvirt version: 10.0.0, package: 1, qemu"
            + " version: 10.2.2, kernel: 6.1, hostname: "
            + plant(SecretKind.HOST, "hv17.diagon-alley.example")
            + "\nHOME=/var/lib/libvirt/qemu/"
            + path("domain-1-vault713", "vault713")
            + " \\\n/usr/bin/qemu-system-x86_64 \\\n-name guest="
            + plant(SecretKind.HOST, "knockturn-db2")
            + ",debug-threads=on \\\n-object secret,id=s0,data="
            + plant(SecretKind.SECRET, "Alohomora!2x&y")
            + " \\\n-uuid "
            + plant(SecretKind.UUID, "7b1cf0a2-93d4-4c1e-8a55-0f9e2d7c6b1a")
            + " \\\n-drive file="
            + path("/srv/weasley/burrow.qcow2", "burrow")
            + ",serial="
            + plant(SecretKind.SERIAL, "WD-WX91A70K7YH2")
            + " \\\n-device virtio-net-pci,mac="
            + plant(SecretKind.MAC, "52:54:00:ab:cd:9f")
            + " \\\n-spice addr="
            + plant(SecretKind.HOST, "10.77.13.201")
            + ",password="
            + plant(SecretKind.SECRET, "caputdraconis")
            + " \\\n-append \"console=ttyS0 user="
            + plant(SecretKind.USER, "hgranger")
            + "\"\n"
            + TIME
            + "qemu-system-x86_64: Could not open '"
            + path("/home/rweasley/scabbers.raw", "scabbers")
            + "': Permission denied\n"
            + TIME
            + "qemu-system-x86_64: login of "
            + plant(SecretKind.WORD, "Dumbledore")
            + "\n"
            + TIME
            + "vhost_user_read req:1 ("
            + plant(SecretKind.WORD, "HORCRUX")
            + ") flags:0x5\n";
    Files.writeString(folder.resolve("dst.stderr"), text);
    Files.writeString(
        folder.resolve(plant(SecretKind.WORD, "Hogsmeade") + ".log"),
        TIME + "vhost_commit Started: 0 Changed: 1\n");
  }

  private void qmp() throws IOException {
    Path file = Recordings.file(folder, "qmp.jsonl");
    StringBuilder text =
        new StringBuilder(new String(Recordings.bytes(file), StandardCharsets.UTF_8));
    String[] messages = {
      "{\"execute\": \"set_password\", \"arguments\": {\"password\": \""
          + plant(SecretKind.SECRET, "Wingardium7")
          + "\"}}",
      "{\"execute\": \"human-monitor-command\", \"arguments\": {\"command-line\":"
          + " \"set_password spice "
          + plant(SecretKind.SECRET, "Expelliarmus9")
          + "\"}}",
      "{\"execute\": \"blockdev-add\", \"arguments\": {\"file\": {\"filename\": \""
          + path("/mnt/nas/ollivander.qcow2", "ollivander")
          + "\"}}}",
      "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"tcp:"
          + plant(SecretKind.HOST, "hv9.azkaban.example")
          + ":4444\"}}",
      "{\"return\": {\"name\": \"" + plant(SecretKind.WORD, "Hippogriff42") + "\"}}"
    };
    for (String message : messages) {
      text.append("{\"t_ns\": 1795420803000000000, \"who\": \"src\", \"dir\": \"in\", \"msg\": ");
      text.append(message).append("}\n");
    }
    Files.delete(file);
    Files.writeString(folder.resolve("qmp.jsonl"), text);
  }

  private void traffic() throws IOException {
    byte[] key = "AES-key-of-Malfoy".getBytes(StandardCharsets.UTF_8);
    byte[] mac = HexFormat.of().parseHex("525400badcaf");
    secrets.add(new Secret(SecretKind.CRYPTO, HexFormat.of().formatHex(key), key, true));
    secrets.add(new Secret(SecretKind.MAC, "525400badcaf", mac, true));
    ByteBuffer session = ByteBuffer.allocate(8 + 64 + 8).order(ByteOrder.LITTLE_ENDIAN);
    session.position(8);
    session.put(key);
    ByteBuffer config = ByteBuffer.allocate(12 + 20).order(ByteOrder.LITTLE_ENDIAN);
    config.putInt(0).putInt(20).putInt(0).put(mac);
    String lines =
        line(26, 1, session.array(), "f2b")
            + line(24, 5, config.array(), "b2f")
            + "{\"t_ns\": 1795420803200000000, \"conn\": 9, \"event\": \"close\", \"why\": \"peer "
            + path("/run/vhost/niffler.sock", "niffler")
            + " gone\"}\n";
    Files.writeString(folder.resolve("vhost-user-dev9.jsonl"), lines);
    ByteArrayOutputStream pcap = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(pcap)) {
      new VhostJsonReader(ReadOptions.of("made", d -> {}))
          .read(
              new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
              record -> {
                if (record instanceof WireMessage message) {
                  write(writer, message);
                }
              });
    }
    comment(pcap, plant(SecretKind.WORD, "Thestral"));
    Files.write(folder.resolve("vhost-user-dev8.pcapng"), pcap.toByteArray());
  }

  private static void write(PcapngWriter writer, WireMessage message) {
    try {
      writer.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A section that says in a comment who made it. */
  private static void comment(ByteArrayOutputStream pcap, String text) {
    int padded = text.length() + 3 & ~3;
    int length = 28 + 4 + padded + 4;
    ByteBuffer block = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(0x0a0d0d0a).putInt(length).putInt(0x1a2b3c4d).putShort((short) 1);
    block.putShort((short) 0).putLong(-1).putShort((short) 1).putShort((short) text.length());
    block.put(text.getBytes(StandardCharsets.UTF_8));
    block.putInt(length - 4, length);
    pcap.writeBytes(block.array());
  }

  private static String line(int request, int flags, byte[] payload, String direction) {
    ByteBuffer message = ByteBuffer.allocate(12 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(request).putInt(flags).putInt(payload.length).put(payload);
    return "{\"t_ns\": 1795420803100000000, \"conn\": 9, \"dir\": \""
        + direction
        + "\", \"fds\": [], \"hex\": \""
        + HexFormat.of().formatHex(message.array())
        + "\"}\n";
  }

  private void strace() throws IOException {
    Files.writeString(
        folder.resolve("dst.strace"),
        "16963 08:01:33.195741 openat(AT_FDCWD, \""
            + path("/etc/ssl/phoenix.pem", "phoenix")
            + "\", O_RDONLY) = 3\n"
            + "16963 08:01:33.195742 read(3</tmp/x>, \""
            + plant(SecretKind.MEMORY, "-----BEGIN KEY Basilisk")
            + "\", 4096) = 23\n"
            + "16963 08:01:33.195743 sendmsg(4<UNIX-STREAM:[1->2]>, {msg_name=NULL, msg_iov=[{"
            + "iov_base=\"\\x1a\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x18\\x00\\x00\\x00\\0\\0\\0\\0\\0\\0\\0\\0"
            + plant(SecretKind.CRYPTO, "Hedwigs-key")
            + "\\0\\0\\0\\0\\0\", iov_len=36}]}, 0) = 36\n");
  }

  /** One event of QEMU with a text among its arguments. */
  private void simpletrace() throws IOException {
    byte[] name = "vhost_section".getBytes(StandardCharsets.US_ASCII);
    byte[] text = plant(SecretKind.WORD, "Gryffindor").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(-1).putLong(0xf2b177cb0aa429b4L).putLong(4);
    out.putLong(0).putLong(7).putInt(name.length).put(name);
    out.putLong(1).putLong(7).putLong(123456).putInt(24 + 4 + text.length).putInt(1);
    out.putInt(text.length).put(text);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    Files.write(folder.resolve("mid.simpletrace"), bytes);
  }
}
