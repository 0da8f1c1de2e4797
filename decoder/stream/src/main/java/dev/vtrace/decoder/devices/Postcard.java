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
  record PostcardNumber(int bits, boolean signed) implements Postcard {}

  /** One byte, 0 or 1. */
  record PostcardBool() implements Postcard {}

  /** UTF-8 after the number of its bytes. */
  record PostcardText() implements Postcard {}

  /** Bytes after their number. */
  record PostcardBytes() implements Postcard {}

  /** Elements after their number. */
  record PostcardList(Postcard element) implements Postcard {}

  /** One byte, 0, or 1 before the value. */
  record PostcardOption(Postcard value) implements Postcard {}

  /** One thing after the other. */
  record PostcardStruct(List<PostcardMember> members) implements Postcard {}

  /** The index of a variant, and what that has. */
  record PostcardEnum(List<PostcardVariant> variants) implements Postcard {}

  /** A part of a structure. */
  record PostcardMember(String name, Postcard type) {}

  /** One of several forms. */
  record PostcardVariant(String name, PostcardStruct content) {}

  Postcard U64 = new PostcardNumber(64, false);
  Postcard I32 = new PostcardNumber(32, true);
  Postcard TRUTH = new PostcardBool();
  Postcard TEXT = new PostcardText();

  static PostcardMember member(String name, Postcard type) {
    return new PostcardMember(name, type);
  }

  static PostcardStruct struct(PostcardMember... members) {
    return new PostcardStruct(List.of(members));
  }

  static PostcardVariant variant(String name, PostcardMember... members) {
    return new PostcardVariant(name, struct(members));
  }

  static PostcardEnum choice(PostcardVariant... variants) {
    return new PostcardEnum(List.of(variants));
  }
}
