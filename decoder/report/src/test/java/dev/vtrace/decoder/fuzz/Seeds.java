// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Inputs that a fuzzer starts from, cut out of the recordings in {@code samples/}: for each type of
 * device a stream with this one device and its description, and streams without the guest's memory.
 */
final class Seeds {
  private static final int LARGEST_SECTION = 8 * 1024;
  private static final int LARGEST_PART = 600;
  private static final int LARGEST_CHANNEL = 24 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> streams = new LinkedHashMap<>();
  private final Map<String, byte[]> descriptions = new LinkedHashMap<>();
  private final Map<String, byte[]> descriptors = new LinkedHashMap<>();
  private final Map<String, byte[]> channels = new LinkedHashMap<>();

  private Seeds() {}

  /** Writes the seeds of a target to a folder: {@code TARGET FOLDER}. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[1]));
    Target target = Target.valueOf(args[0].toUpperCase(Locale.ROOT));
    for (Map.Entry<String, byte[]> seed : of(target).entrySet()) {
      Files.write(folder.resolve(seed.getKey()), seed.getValue());
    }
  }

  /** The seeds of a target by name. */
  static Map<String, byte[]> of(Target target) throws IOException {
    Seeds all = new Seeds();
    try (Stream<Path> folders = Files.list(Recordings.root().resolve("samples"))) {
      for (Path folder : folders.sorted().toList()) {
        Path stream = Recordings.stream(folder);
        if (stream != null) {
          all.add(folder, Recordings.bytes(stream));
        }
      }
    }
    switch (target) {
      case PACKED:
        return PackedSeeds.packed(all.streams.values().iterator().next());
      case ARCHIVE:
        return PackedSeeds.archives();
      case MANIFEST:
        return PackedSeeds.manifests();
      case SETTINGS:
        return PackedSeeds.settings();
      case RECORDS:
        return RecordSeeds.records();
      case RUN:
        return RecordSeeds.runs(all.streams);
      case FDS:
        return all.descriptors;
      case DESCRIPTION:
        return all.descriptions;
      case CHANNELS:
        return all.channels;
      case SCHEMA:
      case COMPARE:
        return all.pairs();
      default:
        return all.streams;
    }
  }

  private void add(Path folder, byte[] bytes) throws IOException {
    Decoded decoded = Decoded.of(new HeapSource("seed", bytes));
    String sample = folder.getFileName().toString();
    JsonNode description = description(decoded, bytes);
    for (Section section : decoded.sections) {
      if (section.kind() == SectionKind.FULL && section.length() < LARGEST_SECTION) {
        device(sample, bytes, decoded, section, description);
      }
    }
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    for (Section section : decoded.sections) {
      boolean large =
          section.kind() == SectionKind.PART && section.length() > LARGEST_PART
              || section.kind() == SectionKind.FULL;
      if (!large && section.kind() != SectionKind.VMDESCRIPTION) {
        small.writeBytes(bytes(bytes, section));
      }
    }
    streams.put(sample, small.toByteArray());
    for (int i = 1; Recordings.file(folder, "channel-" + i + ".bin") != null; i++) {
      byte[] channel = Recordings.bytes(Recordings.file(folder, "channel-" + i + ".bin"));
      byte[] begin = Arrays.copyOf(channel, Math.min(channel.length, LARGEST_CHANNEL));
      channels.put(sample + "-channel-" + i, Parts.join(small.toByteArray(), begin));
    }
    // What a return path, a preempt channel and a CPR channel begin with.
    byte[] pong = {0, 2, 0, 4, 0, 0, 0, 1};
    byte[] page = {0, 0, 0, 0, 0, 0, 0x10, 8, 6, 'p', 'c', '.', 'r', 'a', 'm'};
    byte[] cpr = "QCPR\0\0\0\1".getBytes(StandardCharsets.US_ASCII);
    channels.put("small", Parts.join(new byte[0], pong, Arrays.copyOf(page, 4111), cpr));
  }

  /** A stream of one device, in all forms that targets take; the first of each type is kept. */
  private void device(
      String sample, byte[] bytes, Decoded decoded, Section section, JsonNode description)
      throws IOException {
    String type = section.name().substring(section.name().lastIndexOf('/') + 1);
    boolean transfer = !descriptors(decoded, section).isEmpty();
    String name = (transfer ? sample + "-" : "") + type.replace(' ', '_');
    if (streams.containsKey(name)) {
      return;
    }
    ObjectNode own = JSON.createObjectNode();
    own.put("page_size", decoded.summary.pageSize());
    ArrayNode devices = own.putArray("devices");
    if (description != null) {
      for (JsonNode device : description.path("devices")) {
        if (device.path("name").asText().equals(section.name())) {
          devices.add(device);
        }
      }
    }
    byte[] json = JSON.writeValueAsBytes(own);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (Section head : decoded.sections) {
      if (head.kind() == SectionKind.HEADER || head.kind() == SectionKind.CONFIGURATION) {
        stream.writeBytes(bytes(bytes, head));
      }
    }
    long moved = section.offset() - stream.size();
    stream.writeBytes(bytes(bytes, section));
    stream.write(0);
    stream.write(6);
    for (int shift = 24; shift >= 0; shift -= 8) {
      stream.write(json.length >> shift);
    }
    stream.writeBytes(json);
    streams.put(name, stream.toByteArray());
    descriptions.put(name, Parts.join(json, state(bytes, section)));
    StringBuilder list = new StringBuilder();
    for (StreamDescriptor descriptor : descriptors(decoded, section)) {
      long offset = descriptor.offset() - moved;
      list.append("{\"fd_byte_off\": ").append(offset);
      list.append(", \"nfds\": 1, \"kinds\": [\"anon_inode:[eventfd]\"]}\n");
    }
    byte[] log = list.toString().getBytes(StandardCharsets.US_ASCII);
    if (transfer || type.startsWith("virtio") || type.startsWith("vhost")) {
      descriptors.put(name, Parts.join(stream.toByteArray(), log));
    }
  }

  /** The device's state alone, without the header and footer of its section. */
  private static byte[] state(byte[] bytes, Section section) {
    int header = 1 + 4 + 1 + section.name().length() + 4 + 4;
    int footer = section.footer() ? 5 : 0;
    int begin = (int) section.offset() + header;
    int end = (int) (section.offset() + section.length()) - footer;
    return Arrays.copyOfRange(bytes, begin, Math.max(begin, end));
  }

  private static List<StreamDescriptor> descriptors(Decoded decoded, Section section) {
    long end = section.offset() + section.length();
    return decoded.summary.descriptors().stream()
        .filter(one -> one.offset() >= section.offset() && one.offset() < end)
        .toList();
  }

  private static JsonNode description(Decoded decoded, byte[] bytes) throws IOException {
    for (Section section : decoded.sections) {
      if (section.kind() == SectionKind.VMDESCRIPTION) {
        byte[] text = bytes(bytes, section);
        return JSON.readTree(text, 5, text.length - 5);
      }
    }
    return null;
  }

  private static byte[] bytes(byte[] whole, Section section) {
    int begin = (int) section.offset();
    return Arrays.copyOfRange(whole, begin, begin + (int) section.length());
  }

  /** Each stream with itself, as a schema or for comparison. */
  private Map<String, byte[]> pairs() {
    Map<String, byte[]> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> stream : streams.entrySet()) {
      pairs.put(stream.getKey(), Parts.join(stream.getValue(), stream.getValue()));
    }
    return pairs;
  }
}
