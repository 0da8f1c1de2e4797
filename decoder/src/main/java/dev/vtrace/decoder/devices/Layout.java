// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.features.FeatureWord;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a state that no description tells, as a row of a table. Integers are big-endian.
 *
 * @param name name of the state, as QEMU's sources call it
 * @param subsections layouts of the subsections that may follow the items, by their full name
 */
record Layout(String name, List<Item> items, List<Layout> subsections) {
  static final Layout EMPTY = layout("");

  /** One part of a layout. */
  sealed interface Item {}

  /** An integer of 1, 2, 4 or 8 bytes. */
  record Number(String name, String type, int bytes) implements Item {}

  /** A word of feature bits. */
  record Features(String name, int bytes, FeatureWord names) implements Item {}

  /** A descriptor: one byte on the wire, out of band the descriptor itself. */
  record Descriptor(String name, String type, String kind) implements Item {}

  /** Bytes: so many, times the value of an earlier number where one is named. */
  record Bytes(String name, String type, int length, String timesField) implements Item {}

  /** Equal 32-bit words. */
  record Words(String name, int count) implements Item {}

  /** Chunks of bytes, each behind its 32-bit length; a length of 0 ends them. */
  record Chunks(String name) implements Item {}

  /** Bytes up to the first subsection of the virtio device. */
  record Rest(String name) implements Item {}

  /** A set of bits, one for each of so many units that an earlier number is large. */
  record Bitmap(String name, String wholeField, String unitField) implements Item {}

  /** Structures behind a byte each that is not 0; a 0 ends them. */
  record Listed(String name, Layout element) implements Item {}

  /** An element that a virtio device took from a queue. */
  record Element(String name) implements Item {}

  /** Another layout as a structure of its own. */
  record Nested(String name, Layout layout) implements Item {}

  /** Equal structures: so many, plus as many as an earlier number says where one is named. */
  record Repeated(String name, int count, String countField, Layout element) implements Item {}

  /** A part that is there only if an earlier number is not 0. */
  record When(String field, Item item) implements Item {}

  static Layout layout(String name, Item... items) {
    return new Layout(name, List.of(items), List.of());
  }

  /** The same layout with subsections. */
  Layout with(Layout... more) {
    return new Layout(name, items, List.of(more));
  }

  /** The same layout with more items behind its own. */
  Layout and(Item... more) {
    List<Item> all = new ArrayList<>(items);
    all.addAll(List.of(more));
    return new Layout(name, all, subsections);
  }

  static Item u8(String name) {
    return new Number(name, "uint8", 1);
  }

  static Item bool(String name) {
    return new Number(name, "bool", 1);
  }

  static Item u16(String name) {
    return new Number(name, "uint16", 2);
  }

  static Item u32(String name) {
    return new Number(name, "uint32", 4);
  }

  static Item u64(String name) {
    return new Number(name, "uint64", 8);
  }

  static Item features(String name, FeatureWord names) {
    return new Features(name, 8, names);
  }

  static Item eventNotifier(String name) {
    return new Descriptor(name, "event-notifier", "eventfd");
  }

  static Item descriptor(String name, String kind) {
    return new Descriptor(name, "fd", kind);
  }

  static Item bytes(String name, int length) {
    return new Bytes(name, "buffer", length, null);
  }

  static Item words(String name, int count) {
    return new Words(name, count);
  }

  static Item nested(Layout layout) {
    return new Nested(layout.name(), layout);
  }

  static Item repeated(String name, int count, Layout element) {
    return new Repeated(name, count, null, element);
  }

  static Item repeated(String name, String countField, Layout element) {
    return new Repeated(name, 0, countField, element);
  }

  static Item when(String field, Item item) {
    return new When(field, item);
  }
}
