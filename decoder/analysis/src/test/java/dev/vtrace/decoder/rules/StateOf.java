// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The state of a vhost-user-blk device in a stream, field by field. */
final class StateOf {
  static final String NAME = "0000:00:01.0/vhost-user-blk";

  private final List<Field> fields = new ArrayList<>();
  private final List<Field> sections = new ArrayList<>();
  private boolean transfer = true;

  /** A device that was handed over, with so many queues. */
  static StateOf device(int queues) {
    return new StateOf().queues(queues, 0).notifiers();
  }

  /** A device of an ordinary migration whose rings stand at an index. */
  static StateOf ordinary(int queues, long lastAvail) {
    StateOf state = new StateOf().queues(queues, lastAvail);
    state.transfer = false;
    return state;
  }

  /** A device that was handed over, but never started. */
  static StateOf unstarted(int queues) {
    return new StateOf().queues(queues, 0);
  }

  private StateOf queues(int count, long lastAvail) {
    List<Field> queues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queues.add(
          struct(
                  "queue",
                  number("num", 128),
                  number("desc", 4096),
                  number("last_avail_idx", lastAvail))
              .at(i));
    }
    fields.add(struct("queues", queues.toArray(new Field[0])));
    return this;
  }

  private StateOf notifiers() {
    fields.add(Field.leaf("config_notifier", "fd", 1, 1, new Value.DescriptorValue("eventfd")));
    return this;
  }

  StateOf vhost(long nvqs, long maxQueues) {
    fields.add(struct("vhost-dev", number("nvqs", nvqs), number("max_queues", maxQueues)));
    return this;
  }

  StateOf user(long protocol, long slots, boolean channel) {
    fields.add(
        struct(
            "vhost-user",
            number("protocol_features", protocol),
            number("memory_slots", slots),
            number("has_backend_channel", channel ? 1 : 0)));
    return this;
  }

  StateOf inflight(long size) {
    fields.add(struct("vhost-inflight", number("size", size), number("queue_size", 128)));
    return this;
  }

  StateOf status(String... names) {
    fields.add(
        Field.leaf("status", "uint8", 0, 1, new Value.FlagsValue(0, 1, Arrays.asList(names))));
    return this;
  }

  /** PCI configuration space with the MSI-X capability at a place. */
  StateOf msix(int at) {
    Field msix = Field.leaf("msix", "capability", at, 12, Value.BYTES);
    fields.add(Field.struct("config", "pci config", 0, 256, List.of(msix)));
    return this;
  }

  StateOf part(String name) {
    sections.add(struct(name));
    return this;
  }

  /** An in-flight region of one queue. */
  StateOf region(long usedIdx, long lastBatch, boolean first) {
    Field entry = struct("", number("inflight", first ? 1 : 0)).at(0);
    sections.add(
        struct(
            "addr",
            struct(
                    "queue",
                    number("last_batch_head", lastBatch),
                    number("used_idx", usedIdx),
                    struct("desc", entry))
                .at(0)));
    return this;
  }

  VirtioReading reading() {
    Field state = struct("virtio", fields.toArray(new Field[0]));
    return new VirtioReading(NAME, "vhost-user-blk", "", state, transfer, List.of(), List.of());
  }

  VhostDevice device() {
    return VhostDevice.of(reading());
  }

  Section section() {
    return new Section(
        100, 1, SectionKind.FULL, 1, NAME, 0, 1, true, null, sections, List.of(), 0, 0);
  }

  private static Field number(String name, long value) {
    return Field.leaf(name, "uint64", 0, 8, new Value.Int(value, 8, false));
  }

  private static Field struct(String name, Field... children) {
    return Field.struct(name, name, 0, 1, List.of(children));
  }
}
