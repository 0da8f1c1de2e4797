// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import java.util.List;

/**
 * Types of the serialization format "postcard", as rows of tables. Numbers are of 7 bits a byte,
 * the lowest first; signed ones are folded so that small ones are short. Nothing on the wire names
 * a type. Source: the specification of the wire format 1.0.
 */
sealed interface Postcard {

  /** An integer of up to so many bits. */
  record Varint(int bits, boolean signed) implements Postcard {}

  /** One byte, 0 or 1. */
  record Truth() implements Postcard {}

  /** UTF-8 after the number of its bytes. */
  record Text() implements Postcard {}

  /** Bytes after their number. */
  record Bytes() implements Postcard {}

  /** Elements after their number. */
  record Sequence(Postcard element) implements Postcard {}

  /** One byte, 0, or 1 before the value. */
  record Optional(Postcard value) implements Postcard {}

  /** One thing after the other. */
  record Struct(List<Member> members) implements Postcard {}

  /** The index of a variant, and what that has. */
  record Choice(List<Variant> variants) implements Postcard {}

  /** A part of a structure. */
  record Member(String name, Postcard type) {}

  /** One of several forms. */
  record Variant(String name, Struct content) {}

  Postcard U64 = new Varint(64, false);
  Postcard I32 = new Varint(32, true);
  Postcard TRUTH = new Truth();
  Postcard TEXT = new Text();

  static Member member(String name, Postcard type) {
    return new Member(name, type);
  }

  static Struct struct(Member... members) {
    return new Struct(List.of(members));
  }

  static Variant variant(String name, Member... members) {
    return new Variant(name, struct(members));
  }

  static Choice choice(Variant... variants) {
    return new Choice(List.of(variants));
  }
}
