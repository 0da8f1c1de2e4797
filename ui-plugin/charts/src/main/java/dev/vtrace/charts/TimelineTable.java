// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The events as an HTML table, for browsers that run no script. */
final class TimelineTable {
  /** More would make the file twice as large for the sake of few readers. */
  private static final int MOST = 10_000;

  private TimelineTable() {}

  static void write(OutputStream out, Timeline timeline) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("<table>\n<thead><tr><th>Time<th>Where<th>Kind<th>What<th>State<th>Why");
    text.append("<th>Evidence</tr></thead>\n<tbody>\n");
    int rows = 0;
    for (Item item : timeline.items()) {
      if (item.kind() != Item.ItemKind.RING && rows++ < MOST) {
        row(text, timeline, item);
      }
      if (text.length() > 1 << 16) {
        flush(out, text);
      }
    }
    text.append("</tbody>\n</table>\n");
    if (rows > MOST) {
      text.append("<p>The first ")
          .append(MOST)
          .append(" of ")
          .append(rows)
          .append(" events.</p>\n");
    }
    flush(out, text);
  }

  private static void row(StringBuilder text, Timeline timeline, Item item) {
    text.append("<tr>");
    long since = item.begin() - timeline.begin();
    cell(text, timeline.timed() ? "+" + TimeWords.duration(since) : "#" + item.begin());
    cell(text, item.lane() < 0 ? "" : where(timeline.lanes().get(item.lane())));
    cell(text, item.kind().label());
    cell(text, item.name());
    cell(text, item.state().label());
    cell(text, item.why());
    StringBuilder proof = new StringBuilder();
    for (Evidence evidence : item.evidence()) {
      proof.append(proof.isEmpty() ? "" : "; ").append(evidence.location()).append(": ");
      proof.append(evidence.shownText());
    }
    cell(text, proof.toString());
    text.append("</tr>\n");
  }

  private static String where(Lane lane) {
    return lane.kind() == Lane.LaneKind.QUEUE || lane.kind() == Lane.LaneKind.DEVICE
        ? lane.participant() + " " + lane.device() + (lane.queue() < 0 ? "" : " q" + lane.queue())
        : lane.label();
  }

  private static void cell(StringBuilder text, String words) {
    text.append("<td>").append(SvgDocument.escape(words));
  }

  private static void flush(OutputStream out, StringBuilder text) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }
}
