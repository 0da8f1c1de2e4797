// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message with its payload taken apart. The fields cover every byte of the payload.
 *
 * @param payload the layout that was used; {@link Payload#UNKNOWN} where none fits
 * @param fields in order of their offsets
 * @param notes what is odd about it
 */
public record Decoded(
    Message message, Payload payload, List<MessageField> fields, List<Diagnostic> notes) {
  /** The field with this name, or null. */
  public @Nullable MessageField field(String name) {
    for (MessageField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }

  /** The number with this name, or {@code otherwise} where there is none. */
  public long number(String name, long otherwise) {
    return field(name) instanceof MessageField.NumberField word ? word.value() : otherwise;
  }

  /** The queue that it refers to, or -1. */
  public int queue() {
    return (int) number("index", -1);
  }
}
