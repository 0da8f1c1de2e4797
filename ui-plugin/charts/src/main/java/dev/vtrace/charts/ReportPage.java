// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.answer.AnswerLine;
import dev.vtrace.decoder.answer.AnswerLines;
import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.redact.Redaction;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A report as one HTML file. It is whole without JavaScript, with the timeline as a picture; with
 * it, the timeline can be searched and zoomed. Nothing in it is loaded from anywhere, and nothing
 * that the evidence says can become markup or code.
 */
public final class ReportPage {
  private ReportPage() {}

  /** Writes the page. */
  public static void write(OutputStream out, Report report) throws IOException {
    String style = PageTemplate.timelineStyle() + PageTemplate.resource("report.css");
    String script = PageTemplate.timelineScript() + PageTemplate.resource("report.js");
    new PageTemplate("report.html")
        .text("title", SvgDocument.escape(report.title()))
        .text("policy", PageTemplate.policy(script, style))
        .text("style", style)
        .text("script", script)
        .text("sentences", sentences(report))
        .text("verdicts", ReportTables.verdicts(report.migration()))
        .text("findings", ReportTables.findings(report.check()))
        .text("environment", environment(report))
        .text("redaction", redaction(report))
        .text("app", PageTemplate.resource("app.html"))
        .text("picture", picture(report))
        .part("data", to -> TimelineJson.writeCompact(new ScriptSafe(to), report.timeline()))
        .write(out);
  }

  private static String sentences(Report report) {
    Html html = new Html().raw("<dl class=\"answer\">\n");
    for (AnswerLine line : AnswerLines.of(report.answer())) {
      if (line.place() == null) {
        html.element("dt", line.label()).element("dd", line.text()).raw("\n");
      } else {
        html.element("dt", line.label()).raw("<dd class=\"place\">");
        html.element("b", line.place().location()).raw(" ");
        html.element("code", line.place().shownText()).raw("</dd>\n");
      }
    }
    html.raw("</dl>\n");
    for (String sentence : report.sentences()) {
      html.element("p", sentence).raw("\n");
    }
    return html.toString();
  }

  private static String picture(Report report) throws IOException {
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    new TimelineChart(report.timeline()).writeSvg(svg);
    String text = svg.toString(StandardCharsets.UTF_8);
    return text.substring(text.indexOf("<svg"));
  }

  private static String environment(Report report) {
    Html html = new Html().raw("<dl>\n");
    for (Report.Fact fact : report.environment()) {
      html.element("dt", fact.name()).element("dd", fact.value()).raw("\n");
    }
    return html.raw("</dl>\n").toString();
  }

  private static String redaction(Report report) {
    Redaction redaction = report.redaction();
    Html html = new Html();
    if (redaction == null) {
      return html.element("p", "The evidence is shown as it is.").toString();
    }
    html.element(
        "p",
        report.faithful()
            ? "The evidence with these replacements gives the same verdicts and findings, at the"
                + " same places, as the original."
            : "The evidence with these replacements does not give exactly the same results as"
                + " the original: ask for the original if that matters.");
    if (report.minimized() != null) {
      minimized(html, report.minimized());
    }
    html.raw("<div class=\"wide\"><table>\n<thead><tr><th>Kind<th>What<th>Replaced</thead>\n");
    for (SecretKind kind : SecretKind.values()) {
      Long count = redaction.replaced().get(kind);
      boolean kept = redaction.kept().contains(kind);
      html.raw("<tr>").element("td", kind.label()).element("td", kind.meaning());
      html.element("td", kept ? "kept" : number(count == null ? 0 : count)).raw("</tr>\n");
    }
    html.raw("</table></div>\n<div class=\"wide\"><table>\n");
    html.raw("<thead><tr><th>File<th>What<th>Bytes<th>In the bundle</thead>\n");
    for (Redaction.File file : redaction.files()) {
      html.raw("<tr>").element("td", file.name()).element("td", file.kind());
      html.element("td", number(file.before()));
      html.element("td", file.leftOut() ? "left out: " + file.why() : number(file.after()));
      html.raw("</tr>\n");
    }
    return html.raw("</table></div>\n").toString();
  }

  private static void minimized(Html html, Report.Minimized minimized) {
    html.element(
        "p",
        "Cut from "
            + number(minimized.before())
            + " to "
            + number(minimized.after())
            + " bytes; verdicts and findings are the same without: "
            + (minimized.steps().isEmpty() ? "nothing" : String.join("; ", minimized.steps()))
            + ".");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
