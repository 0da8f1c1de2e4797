// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which fields of a device state go. Single numbers are state and stay; what a field's name
 * tells to be an address or a key, texts, and whatever is an array or a buffer go.
 */
final class FieldRedactor {
  private static final Pattern MAC = Pattern.compile("(?:^|[^a-z])mac(?:$|[^h])|macaddr");
  private static final Pattern KEYS = Pattern.compile("(?:^|_)key(?:$|[^b])|session|cipher");
  private static final Pattern SERIALS = Pattern.compile("serial_?n|wwn|eui64|nguid");
  private static final int SMALL_ARRAY = 16;

  /** Fewer bytes are no address of a network card and hardly a word. */
  private static final int SMALL_TEXT = 6;

  private static final int UUID = 16;
  private static final int REGISTER = 8;

  /** Types whose bytes say how a device is wired up, and layouts that readers go by. */
  private static final Set<String> WIRING =
      Set.of("pci irq state", "msix table", "msix entry", "capability", "padding");

  /** Devices whose configuration has no name, key or address in it. */
  private static final Set<String> PLAIN_CONFIG =
      Set.of("virtio-blk", "vhost-user-blk", "virtio-scsi", "vhost-user-scsi", "virtio-balloon");

  private final Scrubber scrubber;
  private final Pseudonyms names;

  FieldRedactor(Scrubber scrubber) {
    this.scrubber = scrubber;
    this.names = scrubber.names();
  }

  void redact(Section section, Field field, PatchedCopy patch) throws IOException {
    if (field.type().equals("pci config")) {
      pciSerial(field, patch);
      return;
    }
    if (field.type().equals("inflight desc")) {
      patch.clear(SecretKind.INFLIGHT, field.offset(), field.length(), names);
      return;
    }
    if (!field.children().isEmpty()) {
      for (Field child : field.children()) {
        redact(section, child, patch);
      }
      return;
    }
    leaf(section, field, patch);
  }

  private void leaf(Section section, Field field, PatchedCopy patch) throws IOException {
    if (field.length() == 0 || WIRING.contains(field.type())) {
      return;
    }
    String name = field.name().toLowerCase(Locale.ROOT);
    if (field.name().equals("(more)") && !names.keeps(SecretKind.MEMORY)) {
      throw new RedactionException("it has more records of a kind than are read one by one");
    }
    SecretKind kind = kind(section, field, name);
    if (field.value() instanceof Value.TextValue) {
      text(field, patch);
    } else if (kind == SecretKind.UUID && field.length() == UUID) {
      byte[] bytes = patch.original(field.offset(), UUID);
      MessageRedactor.uuid(names, bytes, 0);
      patch.write(field.offset(), bytes);
    } else if (kind != null) {
      long length =
          kind == SecretKind.MAC && name.equals("config")
              ? Math.min(6, field.length())
              : field.length();
      patch.clear(kind, field.offset(), length, names);
    }
  }

  /** As what a field goes, or null if it stays. */
  private @Nullable SecretKind kind(Section section, Field field, String name) {
    if (name.contains("uuid")) {
      return SecretKind.UUID;
    }
    if (MAC.matcher(name).find()) {
      return SecretKind.MAC;
    }
    if (KEYS.matcher(name).find() && field.length() >= REGISTER) {
      return SecretKind.CRYPTO;
    }
    if (SERIALS.matcher(name).find()) {
      return SecretKind.SERIAL;
    }
    if (field.type().equals("json") || section.name().equals("globalstate")) {
      return null;
    }
    if (name.equals("config") && section.name().contains("virtio")
        || name.equals("config") && section.name().contains("vhost")) {
      return config(section);
    }
    if (field.status() != Field.Status.DECODED) {
      return SecretKind.DATA;
    }
    if (field.value() instanceof Value.None) {
      return section.name().equals("ram") || section.name().equals("block")
          ? SecretKind.MEMORY
          : SecretKind.DATA;
    }
    if (field.value() instanceof Value.Array array) {
      boolean few = field.length() < (array.bytes() == 1 ? SMALL_TEXT : SMALL_ARRAY);
      return array.bool() || few ? null : SecretKind.DATA;
    }
    if (field.value() instanceof Value.BytesValue) {
      return SecretKind.DATA;
    }
    boolean register = field.value() instanceof Value.Int && field.length() >= REGISTER;
    return register && section.name().startsWith("cpu") && !name.contains("time")
        ? SecretKind.DATA
        : null;
  }

  private static @Nullable SecretKind config(Section section) {
    String device = section.name().substring(section.name().lastIndexOf('/') + 1);
    return PLAIN_CONFIG.contains(device)
        ? null
        : device.endsWith("-net") ? SecretKind.MAC : SecretKind.DATA;
  }

  private void text(Field field, PatchedCopy patch) throws IOException {
    if (field.length() > 0xffff) {
      patch.clear(SecretKind.DATA, field.offset(), field.length(), names);
      return;
    }
    byte[] bytes = patch.original(field.offset(), (int) field.length());
    boolean counted = bytes.length > 1 && (bytes[0] & 0xff) == bytes.length - 1;
    String text = StreamRedactor.latin(bytes, counted ? 1 : 0);
    patch.write(field.offset() + (counted ? 1 : 0), StreamRedactor.bytes(scrubber.name(text)));
  }

  /**
   * A PCI Express device may have a serial number, often made of its MAC address, among its
   * extended capabilities (PCI Express Base Specification, "Device Serial Number").
   */
  private void pciSerial(Field config, PatchedCopy patch) throws IOException {
    int at = 0x100;
    for (int round = 0; round < 64 && at >= 0x100 && at + 12 <= config.length(); round++) {
      byte[] head = patch.original(config.offset() + at, 4);
      int id = head[0] & 0xff | (head[1] & 0xff) << 8;
      if (id == 3) {
        patch.clear(SecretKind.SERIAL, config.offset() + at + 4, 8, names);
      }
      at = (head[2] & 0xf0) >> 4 | (head[3] & 0xff) << 4;
    }
  }
}
