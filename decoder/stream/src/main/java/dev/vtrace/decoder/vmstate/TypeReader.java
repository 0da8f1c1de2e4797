// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import org.jspecify.annotations.Nullable;

/** Reads fields of types whose layout depends on their data. */
public interface TypeReader {
  /**
   * Reads a field at the reader's cursor and moves after it.
   *
   * @return the field, or null with the cursor where it was if this reader does not know the type
   *     or the bytes; they are then read as the description tells
   */
  @Nullable Field read(FieldDescription field, StateReader reader);
}
