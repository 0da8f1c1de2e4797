// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A sequence diagram for Mermaid: the QEMUs and back-ends, the starts and stops of a hand-over with
 * what was left out, and the messages. A run has far more messages than such a picture can show:
 * after {@value #MOST} lines it tells how many are left.
 */
final class MermaidExport {
  static final int MOST = 120;

  private static final Pattern BLOCK_END = Pattern.compile("\\bend\\b");

  private final ExportedRun run;
  private final Timeline timeline;
  private final List<String> lines = new ArrayList<>();

  /** Of each lane, the lane of its process. */
  private final int[] actors;

  private MermaidExport(ExportedRun run) {
    this.run = run;
    this.timeline = run.timeline();
    this.actors = actors(timeline.lanes());
  }

  static void write(OutputStream out, ExportedRun run) throws IOException {
    out.write((String.join("\n", lines(run)) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The lines of the diagram. */
  static List<String> lines(ExportedRun run) {
    MermaidExport diagram = new MermaidExport(run);
    diagram.build();
    return diagram.lines;
  }

  private void build() {
    lines.add("sequenceDiagram");
    List<Item> shown = shown();
    Set<Integer> used = new TreeSet<>();
    for (Item item : shown) {
      used.add(actor(item.lane()));
      used.add(actor(item.to() < 0 ? item.lane() : item.to()));
    }
    for (int actor : used) {
      lines.add("  participant p" + actor + " as " + label(timeline.lanes().get(actor).label()));
    }
    int from = 0;
    while (from < shown.size() && from < MOST) {
      line(shown.get(from));
      from++;
    }
    if (from < shown.size()) {
      int last = used.iterator().next();
      lines.add("  Note over p" + last + ": " + (shown.size() - from) + " more are not shown");
    }
  }

  /** What hands the device over, and of a run without that everything. */
  private List<Item> shown() {
    boolean handsOver =
        run.migration().windows().stream().anyMatch(each -> each.phase() != Phase.ORDINARY);
    List<Item> out = new ArrayList<>();
    for (Item item : timeline.items()) {
      boolean window = item.kind() == Item.ItemKind.WINDOW;
      boolean message = item.kind() == Item.ItemKind.MESSAGE;
      Item owner = window || item.within() < 0 ? item : timeline.items().get(item.within());
      boolean ordinary =
          owner.kind() != Item.ItemKind.WINDOW || owner.state() == ItemState.ORDINARY;
      if ((window || message) && item.lane() >= 0 && !(handsOver && ordinary)) {
        out.add(item);
      }
    }
    return out;
  }

  private static int[] actors(List<Lane> lanes) {
    Map<String, Integer> processes = new HashMap<>();
    for (Lane lane : lanes) {
      if (lane.kind() == Lane.LaneKind.PARTICIPANT) {
        processes.putIfAbsent(lane.participant(), lane.index());
      }
    }
    int[] out = new int[lanes.size()];
    for (Lane lane : lanes) {
      boolean within = lane.kind() == Lane.LaneKind.DEVICE || lane.kind() == Lane.LaneKind.QUEUE;
      out[lane.index()] =
          within ? processes.getOrDefault(lane.participant(), lane.index()) : lane.index();
    }
    return out;
  }

  private int actor(int lane) {
    return actors[lane];
  }

  private void line(Item item) {
    int from = actor(item.lane());
    if (item.kind() == Item.ItemKind.WINDOW) {
      String device = timeline.lanes().get(item.lane()).device();
      lines.add("  Note over p" + from + ": " + label(item.name() + " " + device + counts(item)));
      return;
    }
    int to = item.to() < 0 ? from : actor(item.to());
    String arrow = item.state() == ItemState.REPLY ? "-->>" : "->>";
    String queue = item.queue() < 0 ? "" : " q" + item.queue();
    lines.add("  p" + from + arrow + "p" + to + ": " + label(item.name() + queue));
  }

  /** How many operations of a window have each verdict. */
  private String counts(Item item) {
    Lane lane = timeline.lanes().get(item.lane());
    for (Window window : run.migration().windows()) {
      boolean same =
          window.participant().equals(lane.participant())
              && window.device().equals(lane.device())
              && window.kind().label().equals(item.name())
              && window.beginNs() == item.begin();
      if (same) {
        StringBuilder out = new StringBuilder();
        for (Verdict verdict : Verdict.values()) {
          int count = window.count(verdict);
          if (count > 0 && verdict != Verdict.NOT_DUE) {
            out.append(", ");
            out.append(count).append(' ').append(verdict.label().toLowerCase(Locale.ROOT));
          }
        }
        return out.toString();
      }
    }
    return "";
  }

  /** Text without what means something to Mermaid. */
  private static String label(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : Plain.text(text).toCharArray()) {
      boolean meaning = "#;<>{}%\"`\\|$".indexOf(c) >= 0;
      out.append(meaning ? '_' : c == ':' ? '.' : c);
    }
    // "end" as a word would close a block.
    return BLOCK_END.matcher(out).replaceAll("End");
  }
}
