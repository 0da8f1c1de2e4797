// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A timeline as one HTML file that needs nothing else: no network, no server. Its policy lets the
 * browser run only the script that is here, by its hash, so nothing that the evidence says can
 * become code.
 */
public final class TimelinePage {
  private TimelinePage() {}

  /** Writes the page. */
  public static void write(OutputStream out, Timeline timeline) throws IOException {
    write(out, timeline, -1);
  }

  /**
   * The same.
   *
   * @param item that it shows first, by its id; -1 for all of it
   */
  public static void write(OutputStream out, Timeline timeline, int item) throws IOException {
    String style = PageTemplate.timelineStyle();
    String script = PageTemplate.timelineScript();
    String name = timeline.name().isEmpty() ? "Migration" : timeline.name();
    new PageTemplate("page.html")
        .text("title", SvgDocument.escape(name))
        .text("policy", PageTemplate.policy(script, style))
        .text("style", style)
        .text("script", script)
        .text("begin", item < 0 ? "" : " data-item=\"" + item + "\"")
        .text("headline", headline(timeline))
        .text("app", PageTemplate.resource("app.html"))
        // Both may be large, and are written as they are made.
        .part("data", to -> TimelineJson.writeCompact(new ScriptSafe(to), timeline))
        .part("table", to -> TimelineTable.write(to, timeline))
        .write(out);
  }

  private static String headline(Timeline timeline) {
    StringBuilder out = new StringBuilder();
    for (String sentence : timeline.headline()) {
      out.append("<p>").append(SvgDocument.escape(sentence)).append("</p>\n");
    }
    return out.toString();
  }
}
