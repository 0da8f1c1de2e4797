// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.fleet.Distribution;
import dev.vtrace.decoder.fleet.FleetFigures;
import dev.vtrace.decoder.fleet.FleetFigures.FoundKind;
import dev.vtrace.decoder.fleet.FleetMetric;
import dev.vtrace.decoder.fleet.FleetPageData;
import dev.vtrace.decoder.fleet.RowJournal;
import dev.vtrace.decoder.rules.RulePage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * A fleet as one HTML file: the figures as tables, which need no script; with it, downtimes over
 * time, and a list of all migrations that can be filtered. Nothing is loaded from anywhere, and
 * nothing that the evidence says can become markup or code.
 */
public final class FleetPage {
  private FleetPage() {}

  /**
   * Writes the page.
   *
   * @param title what people call the fleet
   */
  public static void write(OutputStream out, String title, RowJournal journal) throws IOException {
    FleetFigures figures = FleetFigures.of(journal);
    FleetPageData data = FleetPageData.of(journal);
    String style = PageTemplate.resource("page.css") + PageTemplate.resource("fleet.css");
    String script = PageTemplate.resource("fleet.js");
    new PageTemplate("fleet.html")
        .text("title", SvgDocument.escape(title))
        .text("policy", PageTemplate.policy(script, style))
        .text("style", style)
        .text("script", script)
        .text("figures", figures(figures))
        .text("worst", worst(data))
        .text("findings", findings(figures.kinds()))
        .text("versions", distributions("QEMU", figures.versions()))
        .text("queues", distributions("queues", figures.queues()))
        .text("unreadable", unreadable(data, figures.failed()))
        .part("data", to -> data.write(new ScriptSafe(to)))
        .write(out);
  }

  private static String figures(FleetFigures figures) {
    Html html = new Html().raw("<ul class=\"figures\">\n");
    figure(html, number(figures.captures()), "captures", false);
    figure(html, number(figures.failed()), "not readable", figures.failed() > 0);
    figure(html, number(figures.migrations()), "migrations", false);
    for (String outcome : List.of("completed", "failed", "cancelled")) {
      double share = figures.share(outcome);
      figure(
          html,
          String.format(Locale.ROOT, "%.1f %%", share * 100),
          outcome,
          outcome.equals("failed") && share > 0);
    }
    FleetMetric metric = FleetMetric.of("downtime");
    if (metric != null && figures.values(metric).size() > 0) {
      Distribution downtime = figures.values(metric);
      figure(html, ms(downtime.quantile(0.5)), "ms, median downtime", false);
      figure(html, ms(downtime.quantile(0.99)), "ms, 99th percentile", false);
    }
    return html.raw("</ul>\n").toString();
  }

  private static void figure(Html html, String value, String what, boolean bad) {
    html.raw(bad ? "<li class=\"bad\">" : "<li>");
    html.element("b", value).element("span", what).raw("</li>\n");
  }

  private static String worst(FleetPageData data) {
    Html html = table("downtime, ms", "began (UTC)", "QEMU", "capture");
    for (FleetPageData.MeasuredMigration entry : data.worst()) {
      html.raw("<tr>").raw("<td class=\"number\">" + ms(entry.downtimeNs()) + "</td>");
      html.element("td", time(entry.beginNs())).element("td", entry.version());
      html.raw("<td>");
      link(html, entry.capture());
      html.raw("</td></tr>\n");
    }
    return html.raw("</table></div>\n").toString();
  }

  /** A link to a file or folder; a name with a scheme is no path. */
  private static void link(Html html, String capture) {
    StringBuilder url = new StringBuilder(capture.startsWith("/") ? "file://" : "./");
    for (byte b : capture.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          b >= '0' && b <= '9'
              || b >= 'a' && b <= 'z'
              || b >= 'A' && b <= 'Z'
              || "/._-".indexOf(b) >= 0;
      url.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
    }
    html.raw("<a href=\"" + url + "\">").text(capture).raw("</a>");
  }

  private static String findings(List<FoundKind> kinds) {
    Html html = table("code", "severity", "captures", "what", "first", "last");
    for (FoundKind kind : kinds) {
      html.raw("<tr>").element("td", kind.code());
      String severity =
          List.of("error", "warning", "info").contains(kind.severity()) ? kind.severity() : "";
      html.raw("<td class=\"" + severity + "\">").text(kind.severity()).raw("</td>");
      html.raw("<td class=\"number\">" + number(kind.captures()) + "</td>");
      html.element("td", RulePage.title(kind.code()));
      html.element("td", time(kind.firstNs())).element("td", time(kind.lastNs())).raw("</tr>\n");
    }
    return html.raw("</table></div>\n").toString();
  }

  private static <K> String distributions(String name, SortedMap<K, Distribution> all) {
    Html html = table(name, "migrations", "median, ms", "p90, ms", "p99, ms", "largest, ms");
    for (Map.Entry<K, Distribution> each : all.entrySet()) {
      Distribution values = each.getValue();
      html.raw("<tr>").element("td", String.valueOf(each.getKey()));
      html.raw("<td class=\"number\">" + number(values.size()) + "</td>");
      for (double share : new double[] {0.5, 0.9, 0.99, 1}) {
        html.raw("<td class=\"number\">" + ms(values.quantile(share)) + "</td>");
      }
      html.raw("</tr>\n");
    }
    return html.raw("</table></div>\n").toString();
  }

  private static String unreadable(FleetPageData data, int all) {
    if (all == 0) {
      return "<p>All captures could be read.</p>\n";
    }
    Html html = table("capture", "why");
    for (FleetPageData.UnreadCapture each : data.unread()) {
      html.raw("<tr><td>");
      link(html, each.capture());
      html.raw("</td>").element("td", "why", each.why()).raw("</tr>\n");
    }
    html.raw("</table></div>\n");
    int more = all - data.unread().size();
    return (more > 0 ? html.element("p", "and " + number(more) + " more") : html).toString();
  }

  private static Html table(String... heads) {
    Html html = new Html().raw("<div class=\"wide\"><table>\n<thead><tr>");
    for (String head : heads) {
      html.element("th", head);
    }
    return html.raw("</tr></thead>\n");
  }

  private static String time(long ns) {
    return ns < 0
        ? ""
        : Instant.ofEpochSecond(ns / 1_000_000_000).toString().replace('T', ' ').replace("Z", "");
  }

  private static String ms(long ns) {
    return String.format(Locale.ROOT, "%,.3f", ns / 1e6);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
