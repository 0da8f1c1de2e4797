// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.rules.model.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The page of a rule, as Markdown: what it means, why it matters, where it comes from, a failing
 * and a passing example, what to do.
 */
public final class RulePage {
  private RulePage() {}

  /** The page of a code such as {@code VT3001}, in upper or lower case; null if it has none. */
  public static String of(String code) {
    Rule rule = Rules.find(code);
    String name = rule == null ? null : rule.code().code() + ".md";
    if (name == null) {
      return null;
    }
    try (InputStream in = RulePage.class.getResourceAsStream(name)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether a code has a page. */
  public static boolean exists(String code) {
    Rule rule = Rules.find(code);
    return rule != null && RulePage.class.getResource(rule.code().code() + ".md") != null;
  }

  /** The headline of a code's page, or empty. */
  public static String title(String code) {
    String page = of(code);
    int end = page == null ? -1 : page.indexOf('\n');
    return end < 0 ? "" : page.substring(page.indexOf(": ") + 2, end);
  }
}
