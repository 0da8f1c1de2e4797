// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.features.FeatureWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a state that no description tells, as a row of a table. Integers are big-endian.
 *
 * @param name name of the state, as QEMU's sources call it
 * @param subsections layouts of the subsections that may follow the items, by their full name
 */
record Layout(String name, List<LayoutItem> items, List<Layout> subsections) {
  /** The name of chunks that may be a state of virtiofsd. */
  static final String VIRTIOFSD = "chunks";

  static final Layout EMPTY = layout("");

  /** One part of a layout. */
  sealed interface LayoutItem {}

  /** An integer of 1, 2, 4 or 8 bytes. */
  record NumberItem(String name, String type, int bytes) implements LayoutItem {}

  /** A word of feature bits. */
  record Features(String name, int bytes, FeatureWord names) implements LayoutItem {}

  /** A descriptor: one byte on the wire, out of band the descriptor itself. */
  record DescriptorItem(String name, String type, String kind) implements LayoutItem {}

  /** Bytes: so many, times the value of an earlier number where one is named. */
  record BytesItem(String name, String type, int length, @Nullable String timesField)
      implements LayoutItem {}

  /** Equal 32-bit words. */
  record WordsItem(String name, int count) implements LayoutItem {}

  /** Chunks of bytes, each after its 32-bit length; a length of 0 ends them. */
  record Chunks(String name) implements LayoutItem {}

  /** Bytes up to the first subsection of the virtio device. */
  record Rest(String name) implements LayoutItem {}

  /** A set of bits, one for each of so many units that an earlier number is large. */
  record Bitmap(String name, String wholeField, String unitField) implements LayoutItem {}

  /** Structures after a byte each that is not 0; a 0 ends them. */
  record Listed(String name, Layout element) implements LayoutItem {}

  /** An element that a virtio device took from a queue. */
  record Element(String name) implements LayoutItem {}

  /** Another layout as a structure of its own. */
  record Nested(String name, Layout layout) implements LayoutItem {}

  /** Equal structures: so many, plus as many as an earlier number says where one is named. */
  record Repeated(String name, int count, @Nullable String countField, Layout element)
      implements LayoutItem {}

  /** A part that is there only if an earlier number is not 0. */
  record When(String field, LayoutItem item) implements LayoutItem {}

  static Layout layout(String name, LayoutItem... items) {
    return new Layout(name, List.of(items), List.of());
  }

  /** The same layout with subsections. */
  Layout with(Layout... more) {
    return new Layout(name, items, List.of(more));
  }

  /** The same layout with more items after its own. */
  Layout and(LayoutItem... more) {
    List<LayoutItem> all = new ArrayList<>(items);
    all.addAll(List.of(more));
    return new Layout(name, all, subsections);
  }

  static LayoutItem u8(String name) {
    return new NumberItem(name, "uint8", 1);
  }

  static LayoutItem bool(String name) {
    return new NumberItem(name, "bool", 1);
  }

  static LayoutItem u16(String name) {
    return new NumberItem(name, "uint16", 2);
  }

  static LayoutItem u32(String name) {
    return new NumberItem(name, "uint32", 4);
  }

  static LayoutItem u64(String name) {
    return new NumberItem(name, "uint64", 8);
  }

  static LayoutItem features(String name, FeatureWord names) {
    return new Features(name, 8, names);
  }

  static LayoutItem eventNotifier(String name) {
    return new DescriptorItem(name, "event-notifier", "eventfd");
  }

  static LayoutItem descriptor(String name, String kind) {
    return new DescriptorItem(name, "fd", kind);
  }

  static LayoutItem bytes(String name, int length) {
    return new BytesItem(name, "buffer", length, null);
  }

  static LayoutItem wordArray(String name, int count) {
    return new WordsItem(name, count);
  }

  static LayoutItem nested(Layout layout) {
    return new Nested(layout.name(), layout);
  }

  static LayoutItem repeated(String name, int count, Layout element) {
    return new Repeated(name, count, null, element);
  }

  static LayoutItem repeated(String name, String countField, Layout element) {
    return new Repeated(name, 0, countField, element);
  }

  static LayoutItem when(String field, LayoutItem item) {
    return new When(field, item);
  }
}
