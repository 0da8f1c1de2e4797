// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.util.List;

/** A group of pages in the list at the side; {@code listed} of them have a line there. */
record SiteSection(String title, List<SitePage> pages, int listed) {
  SiteSection {
    pages = List.copyOf(pages);
  }

  List<SitePage> inList() {
    return pages.subList(0, listed);
  }
}
