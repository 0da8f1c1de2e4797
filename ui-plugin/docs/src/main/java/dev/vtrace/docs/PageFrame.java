// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.util.List;

/** What is around the text of each page: head, list of pages, version. */
final class PageFrame {
  private final List<SiteSection> sections;
  private final String version;

  PageFrame(List<SiteSection> sections, String version) {
    this.sections = List.copyOf(sections);
    this.version = version;
  }

  String around(SitePage page, String body) {
    StringBuilder html = new StringBuilder(body.length() + 4096);
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<title>").append(escaped(page.title())).append(" - vtrace</title>\n");
    html.append("<link rel=\"stylesheet\" href=\"").append(page.toRoot()).append("site.css\">\n");
    html.append("</head>\n<body>\n<nav aria-label=\"pages\">\n<p class=\"name\">vtrace ");
    html.append(escaped(version)).append("</p>\n");
    for (SiteSection section : sections) {
      boolean open = section.pages().contains(page) || section.inList().size() < 12;
      html.append(open ? "<details open>" : "<details>");
      html.append("<summary>").append(escaped(section.title())).append("</summary>\n<ul>\n");
      for (SitePage other : section.inList()) {
        html.append("<li><a href=\"").append(page.toRoot()).append(other.target()).append('"');
        html.append(other.equals(page) ? " aria-current=\"page\">" : ">");
        html.append(escaped(other.title())).append("</a></li>\n");
      }
      html.append("</ul></details>\n");
    }
    html.append("</nav>\n<main>\n").append(body).append("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
