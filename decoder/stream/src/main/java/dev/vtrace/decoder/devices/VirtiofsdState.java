// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static dev.vtrace.decoder.devices.Postcard.I32;
import static dev.vtrace.decoder.devices.Postcard.TEXT;
import static dev.vtrace.decoder.devices.Postcard.TRUTH;
import static dev.vtrace.decoder.devices.Postcard.U64;
import static dev.vtrace.decoder.devices.Postcard.choice;
import static dev.vtrace.decoder.devices.Postcard.member;
import static dev.vtrace.decoder.devices.Postcard.struct;
import static dev.vtrace.decoder.devices.Postcard.variant;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What virtiofsd, from 1.11 on, hands over of the files that its guest knows. It comes in chunks,
 * whose bounds have no meaning. Nothing marks it; it is told by being exactly such a state, to the
 * last byte. Source: the serialized device state of virtiofsd 1.11 to 1.13.
 */
final class VirtiofsdState {
  private static final int LARGEST = 4 << 20;

  /** The number of the shared folder itself, below that of any other inode. */
  private static final int ROOT = 1;

  private static final Postcard FILE_HANDLE =
      struct(
          member("mnt_id", U64),
          member("handle_type", I32),
          member("handle", new Postcard.PostcardBytes()));

  private static final Postcard INODE =
      struct(
          member("id", U64),
          member("refcount", U64),
          member(
              "location",
              choice(
                  variant("root node"),
                  variant("path", member("parent", U64), member("filename", TEXT)),
                  variant("invalid"),
                  variant("full path", member("filename", TEXT)),
                  variant("file handle", member("handle", FILE_HANDLE)))),
          member("file_handle", new Postcard.PostcardOption(FILE_HANDLE)));

  private static final Postcard OPEN_FILE =
      struct(
          member("id", U64),
          member("inode", U64),
          member("source", choice(variant("open inode", member("flags", I32)))));

  private static final Postcard FIRST =
      struct(
          member("inodes", new Postcard.PostcardList(INODE)),
          member("next_inode", U64),
          member("handles", new Postcard.PostcardList(OPEN_FILE)),
          member("next_handle", U64),
          member(
              "negotiated_opts",
              struct(
                  member("writeback", TRUTH),
                  member("announce_submounts", TRUTH),
                  member("posix_acl", TRUTH),
                  member("sup_group_extension", TRUTH))));

  private static final Postcard MOUNT = struct(member("mnt_id", U64), member("path", TEXT));

  private static final Postcard STATE =
      choice(
          variant("V1", member("v1", FIRST)),
          variant(
              "V2", member("v1", FIRST), member("mount_paths", new Postcard.PostcardList(MOUNT))));

  private VirtiofsdState() {}

  /**
   * Reads the data of chunks.
   *
   * @param chunks the lengths of chunks, each followed by its opaque data
   * @return the same with the data read, or null if it is not this state
   */
  static @Nullable List<Field> read(List<Field> chunks, Cursor in) {
    List<Field> data =
        chunks.stream().filter(each -> each.status() == Field.Status.OPAQUE).toList();
    long size = data.stream().mapToLong(Field::length).sum();
    if (size == 0 || size > LARGEST) {
      return null;
    }
    byte[] bytes = new byte[(int) size];
    int at = 0;
    long before = in.position();
    for (Field each : data) {
      in.seek(each.offset());
      System.arraycopy(in.bytes((int) each.length()), 0, bytes, at, (int) each.length());
      at += (int) each.length();
    }
    in.seek(before);
    Field state = PostcardReader.read("state", STATE, bytes);
    Field first = state == null ? null : state.child("v1");
    if (state == null || first == null || first.number("next_inode", 0) <= ROOT) {
      return null;
    }
    List<Field> out = new ArrayList<>();
    long begin = 0;
    for (Field each : chunks) {
      if (each.status() == Field.Status.OPAQUE) {
        List<Field> parts = new ArrayList<>();
        within(state, "", begin, each, parts);
        out.add(Field.struct(each.name(), "virtiofsd", each.offset(), each.length(), parts));
        begin += each.length();
      } else {
        out.add(each);
      }
    }
    return out;
  }

  /**
   * What of a field lies in a chunk. Of one that begins or ends in another, its parts are there by
   * themselves, with their path for a name.
   *
   * @param begin where in the state the chunk begins
   */
  private static void within(Field field, String path, long begin, Field chunk, List<Field> parts) {
    long end = begin + chunk.length();
    if (field.end() <= begin || field.offset() >= end) {
      return;
    }
    String name = Field.path(path, field.label());
    if (field.offset() >= begin && field.end() <= end) {
      parts.add(moved(field, path.isEmpty() ? field.name() : name, chunk.offset() - begin));
    } else if (field.children().isEmpty()) {
      long from = Math.max(begin, field.offset());
      long length = Math.min(end, field.end()) - from;
      Value value = from == field.offset() ? field.value() : Value.BYTES;
      parts.add(Field.leaf(name, "part", from + chunk.offset() - begin, length, value));
    } else {
      for (Field child : field.children()) {
        within(child, name, begin, chunk, parts);
      }
    }
  }

  private static Field moved(Field field, String name, long by) {
    List<Field> children = new ArrayList<>();
    for (Field child : field.children()) {
      children.add(moved(child, child.name(), by));
    }
    boolean whole = name.equals(field.name());
    return new Field(
        name,
        whole ? field.index() : -1,
        field.type(),
        field.offset() + by,
        field.length(),
        field.value(),
        List.copyOf(children),
        field.status());
  }
}
