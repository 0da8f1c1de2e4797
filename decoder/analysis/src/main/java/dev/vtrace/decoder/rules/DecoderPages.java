// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of what decoders and readers find, made of the table {@code decoders.txt}. */
final class DecoderPages {
  private static final Map<Code, String> PAGES = new EnumMap<>(Code.class);

  static {
    Map<String, Code> codes = new HashMap<>();
    for (Code code : Code.values()) {
      codes.put(code.code(), code);
    }
    try (InputStream in = DecoderPages.class.getResourceAsStream("decoders.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] cells = line.split("\\|");
        if (!line.startsWith("#") && codes.containsKey(cells[0])) {
          Code code = codes.get(cells[0]);
          PAGES.put(code, page(code, cells[1], cells[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DecoderPages() {}

  private static String page(Code code, String title, String meaning) {
    return "# %s: %s\n\nLevel: %s.\n\n## What it means\n\n%s\n\n## What to do\n\n%s.\n"
        .formatted(code.code(), title, code.severity().label(), meaning, asSentence(code.hint()));
  }

  private static String asSentence(String hint) {
    return Character.toUpperCase(hint.charAt(0)) + hint.substring(1);
  }

  /** The page of a code, or null. */
  static @Nullable String of(Code code) {
    return PAGES.get(code);
  }
}
