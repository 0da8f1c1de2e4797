// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.List;

/**
 * What the bytes of a {@link Field} mean. Large content stays in the source, only spans are kept.
 */
public sealed interface Value {
  /** No value of its own: a structure, or bytes whose meaning is unknown. */
  record None() implements Value {}

  /**
   * An integer.
   *
   * @param bits sign-extended or zero-extended to 64 bits
   * @param bytes width on the wire
   */
  record Int(long bits, int bytes, boolean signed) implements Value {}

  /** A truth value, one byte on the wire. */
  record Bool(boolean value) implements Value {}

  /** Text. */
  record TextValue(String text) implements Value {}

  /**
   * A word of flags.
   *
   * @param bytes width on the wire
   * @param names names of the bits that are set, lowest bit first
   */
  record FlagsValue(long bits, int bytes, List<String> names) implements Value {}

  /** An integer with a name, such as a command or a device state. */
  record Named(long bits, int bytes, String name) implements Value {}

  /** Bytes to be shown as such; they are the span of the field. */
  record BytesValue() implements Value {}

  /**
   * Equal scalars one after the other; they are the span of the field.
   *
   * @param bytes width of one element on the wire, big-endian
   * @param bool whether the elements are truth values
   */
  record Array(int count, int bytes, boolean signed, boolean bool) implements Value {}

  /**
   * A file descriptor that travelled out of band; on the wire one byte without meaning.
   *
   * @param kind what the receiver expects: {@code eventfd}, {@code socket}, {@code memfd}, ...
   */
  record DescriptorValue(String kind) implements Value {}

  Value NONE = new None();
  Value BYTES = new BytesValue();
}
