// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.Collection;

/**
 * JSON as the library of the protocol has it: made from what the exports write, read from params.
 */
final class Trees {
  /** Larger integers lose digits in programs that keep numbers as doubles. */
  private static final long EXACT = 1L << 53;

  private Trees() {}

  /** Something that writes JSON. */
  @FunctionalInterface
  interface Export {
    void write(JsonGenerator out) throws IOException;
  }

  static JsonObject of(Export export) {
    try (TreeGenerator out = new TreeGenerator()) {
      export.write(out);
      return out.tree().getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonArray strings(Collection<String> all) {
    JsonArray out = new JsonArray();
    all.forEach(out::add);
    return out;
  }

  /** A time: null where it is not known. */
  static JsonElement time(long ns) {
    return ns < 0 ? JsonNull.INSTANCE : number(ns);
  }

  static JsonElement number(long value) {
    return value >= -EXACT && value <= EXACT
        ? new JsonPrimitive(value)
        : new JsonPrimitive("0x" + Long.toHexString(value));
  }

  /**
   * A time in params.
   *
   * @return {@code otherwise} where there is none
   * @throws NumberFormatException if it is no number
   */
  static long time(JsonElement value, long otherwise) {
    if (value == null || value.isJsonNull()) {
      return otherwise;
    }
    if (!value.isJsonPrimitive()) {
      throw new NumberFormatException(value + " is no time");
    }
    String text = value.getAsString();
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : new java.math.BigDecimal(text).longValue();
    } catch (NumberFormatException e) {
      throw new NumberFormatException("'" + text + "' is not a time");
    }
  }
}
