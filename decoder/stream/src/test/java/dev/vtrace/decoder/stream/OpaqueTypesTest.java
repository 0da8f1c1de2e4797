// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is still opaque over all recordings of streams that have a description. */
class OpaqueTypesTest {
  private static final List<String> NEVER =
      List.of(
          "virtio",
          "pci config",
          "pci irq state",
          "msix state",
          "vhost-dev",
          "vhost-virtqueue",
          "virtqueue",
          "event-notifier");

  private final Set<String> types = new TreeSet<>();
  private final Map<String, Long> bytes = new TreeMap<>();

  @Test
  void theStatesThatMatterAreNotAmongThem() throws IOException {
    for (Path folder : Recordings.corpus()) {
      Path stream = Recordings.stream(folder);
      if (stream == null || Recordings.file(folder, "analyze-desc.json") == null) {
        continue;
      }
      try (ByteSource source = Inputs.open(stream)) {
        for (Section section : Decoded.of(source).sections) {
          add(section);
        }
      }
    }
    System.out.println("opaque bytes by type, largest first:");
    bytes.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .forEach(entry -> System.out.println("  " + entry.getValue() + "  " + entry.getKey()));
    assertThat(types).doesNotContainAnyElementsOf(NEVER);
  }

  private void add(Section section) {
    section.fields().forEach(field -> add(field, section.name()));
    section.sections().forEach(this::add);
  }

  private void add(Field field, String where) {
    if (field.status() == Field.Status.OPAQUE) {
      types.add(field.type());
      bytes.merge(
          field.type() + " (" + where.replaceAll(".*/", "") + ")", field.length(), Long::sum);
    }
    field.children().forEach(child -> add(child, where));
  }
}
