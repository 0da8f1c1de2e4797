// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes structs in Thrift's compact protocol, which Parquet has its metadata in. Fields are given
 * in the order of their numbers. Source: thrift-compact-protocol.md of Apache Thrift.
 */
final class CompactThrift {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int MOST_IN_HEADER = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  CompactThrift i32(int field, int value) {
    header(field, I32);
    zigzag(value);
    return this;
  }

  CompactThrift i64(int field, long value) {
    header(field, I64);
    zigzag(value);
    return this;
  }

  CompactThrift text(int field, String value) {
    header(field, BINARY);
    element(value);
    return this;
  }

  /** A struct as a field; its own fields follow, then {@link #end}. */
  CompactThrift struct(int field) {
    header(field, STRUCT);
    return element();
  }

  /** A list of structs; for each of them {@link #element()}, its fields and {@link #end} follow. */
  CompactThrift structs(int field, int size) {
    list(field, size, STRUCT);
    return this;
  }

  /** A list of texts, each of which is then given by {@link #element(String)}. */
  CompactThrift texts(int field, int size) {
    list(field, size, BINARY);
    return this;
  }

  /** A list of integers, each of which is then given by {@link #element(int)}. */
  CompactThrift integers(int field, int size) {
    list(field, size, I32);
    return this;
  }

  CompactThrift element() {
    outer.push(last);
    last = 0;
    return this;
  }

  CompactThrift element(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  CompactThrift element(int value) {
    zigzag(value);
    return this;
  }

  /** Ends a struct, or all of it. */
  CompactThrift end() {
    out.write(0);
    last = outer.isEmpty() ? 0 : outer.pop();
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void header(int field, int type) {
    int step = field - last;
    if (step > 0 && step <= MOST_IN_HEADER) {
      out.write(step << 4 | type);
    } else {
      out.write(type);
      zigzag(field);
    }
    last = field;
  }

  private void list(int field, int size, int type) {
    header(field, LIST);
    if (size < MOST_IN_HEADER) {
      out.write(size << 4 | type);
    } else {
      out.write(MOST_IN_HEADER << 4 | type);
      varint(size);
    }
  }

  private void zigzag(long value) {
    varint(value << 1 ^ value >> 63);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
