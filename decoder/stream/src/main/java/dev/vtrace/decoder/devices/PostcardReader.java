// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bytes as a type of {@link Postcard}; offsets of fields are those in the bytes. */
final class PostcardReader {
  private static final int MAX_FIELDS = 1 << 18;

  private final byte[] data;
  private int at;
  private int fields;
  private boolean ok = true;

  private PostcardReader(byte[] data) {
    this.data = data;
  }

  /** The bytes as a type, or null if they are not exactly one, or too much of it. */
  static @Nullable Field read(String name, Postcard type, byte[] data) {
    PostcardReader reader = new PostcardReader(data);
    Field read = reader.value(name, type);
    return reader.ok && reader.at == data.length ? read : null;
  }

  private Field value(String name, Postcard type) {
    int start = at;
    ok &= ++fields <= MAX_FIELDS;
    if (type instanceof Postcard.PostcardNumber number) {
      long bits = varint(number.bits());
      long value = number.signed() ? bits >>> 1 ^ -(bits & 1) : bits;
      return leaf(name, start, new Value.Int(value, number.bits() / 8, number.signed()));
    } else if (type instanceof Postcard.PostcardBool) {
      return leaf(name, start, new Value.Bool(flag()));
    } else if (type instanceof Postcard.PostcardText) {
      return text(name, start);
    } else if (type instanceof Postcard.PostcardBytes) {
      List<Field> parts = new ArrayList<>();
      int size = size(parts);
      int begin = at;
      at += size;
      parts.add(Field.leaf("data", "bytes", begin, size, Value.BYTES));
      return struct(name, start, parts);
    } else if (type instanceof Postcard.PostcardList sequence) {
      List<Field> parts = new ArrayList<>();
      int count = size(parts);
      for (int i = 0; i < count && ok; i++) {
        parts.add(value("", sequence.element()).at(i));
      }
      return struct(name, start, parts);
    } else if (type instanceof Postcard.PostcardOption optional) {
      boolean there = flag();
      Field mark = leaf(there ? "present" : name, start, new Value.Bool(there));
      return there ? struct(name, start, List.of(mark, value("value", optional.value()))) : mark;
    } else if (type instanceof Postcard.PostcardEnum choice) {
      return choice(name, start, choice.variants());
    }
    return struct(name, start, members((Postcard.PostcardStruct) type, new ArrayList<>()));
  }

  private Field choice(String name, int start, List<Postcard.PostcardVariant> variants) {
    long index = varint(32);
    if (index < 0 || index >= variants.size()) {
      ok = false;
      return leaf(name, start, Value.NONE);
    }
    Postcard.PostcardVariant variant = variants.get((int) index);
    Value kind = new Value.Named(index, 4, variant.name());
    if (variant.content().members().isEmpty()) {
      return leaf(name, start, kind);
    }
    List<Field> parts = new ArrayList<>();
    parts.add(leaf("kind", start, kind));
    return struct(name, start, members(variant.content(), parts));
  }

  private List<Field> members(Postcard.PostcardStruct type, List<Field> parts) {
    for (Postcard.PostcardMember member : type.members()) {
      if (ok) {
        parts.add(value(member.name(), member.type()));
      }
    }
    return parts;
  }

  private Field text(String name, int start) {
    int size = size(new ArrayList<>());
    String text = "";
    try {
      ByteBuffer bytes = ByteBuffer.wrap(data, at, size);
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException noText) {
      ok = false;
    }
    at += size;
    return leaf(name, start, new Value.TextValue(text));
  }

  /** A number of bytes or elements, each of which takes one byte at least; 0 after a failure. */
  private int size(List<Field> parts) {
    int start = at;
    long size = varint(64);
    ok &= size >= 0 && size <= data.length - at;
    parts.add(leaf("count", start, new Value.Int(size, 8, false)));
    return ok ? (int) size : 0;
  }

  private boolean flag() {
    long value = varint(7);
    ok &= value <= 1;
    return value == 1;
  }

  private long varint(int bits) {
    long value = 0;
    for (int shift = 0; shift < bits && at < data.length; shift += 7) {
      int next = data[at++];
      long part = next & 0x7f;
      ok &= bits - shift >= 7 || part >>> bits - shift == 0;
      value |= part << shift;
      if (next >= 0) {
        return value;
      }
    }
    ok = false;
    return 0;
  }

  private Field leaf(String name, int start, Value value) {
    return Field.leaf(name, "postcard", start, at - start, value);
  }

  private Field struct(String name, int start, List<Field> parts) {
    return Field.struct(name, "postcard", start, at - start, List.copyOf(parts));
  }
}
