// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The page of a rule, as Markdown: what it means, why it matters, where it comes from, a failing
 * and a passing example, what to do.
 */
public final class RulePage {
  private RulePage() {}

  /** The page of a code such as {@code VT3001}, in upper or lower case; null if it has none. */
  public static @Nullable String of(String code) {
    Code known = find(code);
    if (known == null || Rules.find(code) == null) {
      return known == null ? null : DecoderPages.of(known);
    }
    try (InputStream in = RulePage.class.getResourceAsStream(known.code() + ".md")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  /** The row of a code such as {@code VT3001}, in upper or lower case; null if there is none. */
  public static @Nullable Code find(String code) {
    for (Code each : Code.values()) {
      if (each.code().equalsIgnoreCase(code)) {
        return each;
      }
    }
    return null;
  }

  /** Whether a code has a page. */
  public static boolean exists(String code) {
    Code known = find(code);
    if (known == null) {
      return false;
    }
    return Rules.find(code) != null
        ? RulePage.class.getResource(known.code() + ".md") != null
        : DecoderPages.of(known) != null;
  }

  /** The headline of a code's page, or empty. */
  public static String title(String code) {
    String page = of(code);
    int end = page == null ? -1 : page.indexOf('\n');
    return page == null || end < 0 ? "" : page.substring(page.indexOf(": ") + 2, end);
  }
}
