// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record or a field of a stream.
 *
 * @param id positions from the root, {@code 41/2/0}
 * @param path of names
 * @param section null for a field
 * @param field null for a record
 */
record StreamNode(String id, String path, @Nullable Section section, @Nullable Field field) {

  static StreamNode of(int position, Section section) {
    return new StreamNode(Integer.toString(position), section.name(), section, null);
  }

  /** The field; only of a node that is one. */
  Field own() {
    return requireNonNull(field);
  }

  long offset() {
    return section != null ? section.offset() : own().offset();
  }

  long length() {
    return section != null ? section.length() : own().length();
  }

  int size() {
    return section != null
        ? section.fields().size() + section.sections().size()
        : own().children().size();
  }

  /** A child: those of a record are its fields, and after them records of a package. */
  StreamNode child(int position) {
    String below = id + "/" + position;
    if (section == null) {
      Field child = own().children().get(position);
      return new StreamNode(below, Field.path(path, child.label()), null, child);
    }
    int fields = section.fields().size();
    if (position < fields) {
      Field child = section.fields().get(position);
      return new StreamNode(below, Field.path(path, child.label()), null, child);
    }
    Section inner = section.sections().get(position - fields);
    return new StreamNode(below, inner.name(), inner, null);
  }

  List<StreamNode> children(int from, int count) {
    List<StreamNode> out = new ArrayList<>();
    for (int i = Math.max(0, from); i < size() && out.size() < count; i++) {
      out.add(child(i));
    }
    return out;
  }
}
