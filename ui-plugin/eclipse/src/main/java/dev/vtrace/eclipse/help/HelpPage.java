// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.help;

/** A page of Markdown, as the rules have it, as HTML: headings, paragraphs, lists, and code. */
final class HelpPage {
  private final StringBuilder out = new StringBuilder();
  private boolean paragraph;
  private boolean list;

  private HelpPage() {}

  static String html(String title, String markdown) {
    HelpPage page = new HelpPage();
    page.out.append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>");
    page.out.append(escaped(title)).append("</title></head><body>\n");
    page.blocks(markdown);
    return page.out.append("</body></html>\n").toString();
  }

  private void blocks(String markdown) {
    boolean code = false;
    for (String line : markdown.split("\n", -1)) {
      if (line.startsWith("```")) {
        end();
        out.append(code ? "</pre>\n" : "<pre>");
        code = !code;
      } else if (code) {
        out.append(escaped(line)).append('\n');
      } else {
        line(line);
      }
    }
    end();
  }

  private void line(String line) {
    int level = 0;
    while (level < line.length() && level < 6 && line.charAt(level) == '#') {
      level++;
    }
    if (line.isBlank()) {
      end();
    } else if (level > 0) {
      end();
      out.append("<h").append(level).append('>').append(inline(line.substring(level).strip()));
      out.append("</h").append(level).append(">\n");
    } else if (line.startsWith("- ")) {
      if (!list) {
        end();
        out.append("<ul>\n");
        list = true;
      }
      out.append("<li>").append(inline(line.substring(2))).append("</li>\n");
    } else {
      if (!paragraph) {
        end();
        out.append("<p>");
        paragraph = true;
      }
      out.append(inline(line)).append('\n');
    }
  }

  private void end() {
    out.append(paragraph ? "</p>\n" : "").append(list ? "</ul>\n" : "");
    paragraph = false;
    list = false;
  }

  /** Words between ticks are code; all else is text. */
  private static String inline(String text) {
    StringBuilder out = new StringBuilder();
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean code = i % 2 == 1 && i + 1 < parts.length;
      String before = i % 2 == 1 && !code ? "`" : "";
      out.append(code ? "<code>" : before).append(escaped(parts[i])).append(code ? "</code>" : "");
    }
    return out.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
