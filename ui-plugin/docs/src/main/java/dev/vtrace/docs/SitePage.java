// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of the site.
 *
 * @param source where its Markdown stands, relative to the root of the tree, with slashes; links in
 *     it are relative to that place. A page that is generated has a place of its own all the same.
 * @param target its file below the site, such as {@code commands/skips.html}
 * @param title for the list of pages and the window
 * @param markdown the text
 */
record SitePage(String source, String target, String title, String markdown) {
  private static final Pattern HEADING = Pattern.compile("(?m)^# (.++)$");

  /** A page whose title is its first heading. */
  static SitePage of(String source, String target, String markdown) {
    Matcher heading = HEADING.matcher(markdown);
    if (!heading.find()) {
      throw new IllegalArgumentException(source + " has no heading");
    }
    return new SitePage(source, target, heading.group(1).replace("`", ""), markdown);
  }

  /** The same page under another title in the list. */
  SitePage titled(String other) {
    return new SitePage(source, target, other, markdown);
  }

  /** How to get from this page to the root of the site: empty, or {@code ../} once or more. */
  String toRoot() {
    return "../".repeat((int) target.chars().filter(c -> c == '/').count());
  }
}
