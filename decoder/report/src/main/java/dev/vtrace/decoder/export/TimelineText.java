// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.TimeScale;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Prints a timeline as rows of characters, one row for each lane, as wide as the terminal. */
public final class TimelineText {
  private static final int LABEL = 24;

  /** The same where the terminal is narrow. */
  private static final int SHORT_LABEL = 18;

  private static final int NARROW = 80;

  /** Windows that are named of a segment; of more there is a count. */
  private static final int NAMED = 6;

  private final TextStream out;
  private final boolean colour;
  private final int label;
  private final int columns;

  private TimelineText(TextStream out, boolean colour) {
    this.out = out;
    this.label = out.width() < NARROW ? SHORT_LABEL : LABEL;
    this.columns = out.width() - label - 1;
    this.colour = colour;
  }

  /**
   * Prints all of it.
   *
   * @param colour whether a terminal shows it
   */
  public static void write(OutputStream target, Timeline timeline, boolean colour) {
    TextStream out =
        target instanceof TextStream stream
            ? stream
            : TextStream.of(new PrintStream(target, false, StandardCharsets.UTF_8), colour);
    new TimelineText(out, colour).print(timeline);
    out.flush();
  }

  private void print(Timeline timeline) {
    TextLine title = line().add(TextLine.Colour.BOLD, timeline.name());
    if (timeline.timed()) {
      title.add("  from ").add(TimeWords.date(timeline.begin()));
      title.add(" for ").add(TimeWords.duration(timeline.end() - timeline.begin()));
    } else {
      title.add("  ").hanging("without times: only the order from left to right has a meaning");
    }
    print(title);
    for (String sentence : timeline.headline()) {
      print(line().wrap(List.of(sentence.split(" ")), 0));
    }
    out.print('\n');
    TimelineGrid grid = new TimelineGrid(timeline, columns);
    letters(timeline.scale());
    for (Lane lane : timeline.lanes()) {
      boolean process =
          lane.kind() == Lane.LaneKind.PARTICIPANT || lane.kind() == Lane.LaneKind.STREAM;
      String name = Plain.text(lane.label());
      String shown = process ? name : "  " + name;
      TextLine line = line();
      if (shown.length() > label) {
        // The end of a device's name tells more than its beginning, which is a bus address.
        shown = "  .." + name.substring(name.length() - label + 4);
      }
      if (process) {
        line.add(TextLine.Colour.BOLD, shown).spaces(label - shown.length());
      } else {
        line.left(shown, label);
      }
      print(grid.row(lane.index(), line.add(" ")));
    }
    legend(timeline);
    for (Downtime downtime : timeline.downtimes()) {
      out.print('\n');
      new DowntimeText(out, colour).print(downtime, timeline.downtimes().size() > 1);
    }
  }

  /** A letter above each segment, to which the list below gives times. */
  private void letters(TimeScale scale) {
    TextLine line = line().spaces(label + 1);
    int at = 0;
    int number = 0;
    for (Segment segment : scale.segments()) {
      int column = TimelineGrid.column(segment.from(), columns);
      // Of several in one column the first one has its letter there.
      if (column >= at) {
        line.spaces(column - at).add(TextLine.Colour.CYAN, letter(number));
        at = column + 1;
      }
      number++;
    }
    print(line);
  }

  /** A to Z, a to z, and so on from A again. */
  private static String letter(int number) {
    int at = number % 52;
    return Character.toString((char) (at < 26 ? 'A' + at : 'a' + at - 26));
  }

  private void legend(Timeline timeline) {
    out.print('\n');
    List<String> words = new ArrayList<>();
    for (TimelineGrid.GridSign sign : TimelineGrid.GridSign.values()) {
      words.add(sign.character() + "\u00a0" + sign.meaning());
    }
    for (TimelineGrid.Bar bar : TimelineGrid.Bar.values()) {
      words.add(bar.character() + "\u00a0" + bar.meaning());
    }
    print(line().wrap(separated(words), 0));
    if (!timeline.timed()) {
      return;
    }
    out.print('\n');
    NavigableMap<Long, List<String>> begins = begins(timeline);
    List<Segment> segments = timeline.scale().segments();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      TextLine line = line().add(TextLine.Colour.CYAN, letter(i)).add("  ");
      line.add(TimeWords.clock(segment.begin())).add("  ");
      long length = segment.end() - segment.begin();
      line.left(length == 0 ? "" : TimeWords.duration(length), 9);
      long idle = timeline.scale().idleBefore(i);
      line.left(idle == 0 ? "" : "after " + TimeWords.duration(idle), 18);
      print(line.hanging(what(begins, segment)));
    }
  }

  /** Windows and findings by the time at which they begin. */
  private static NavigableMap<Long, List<String>> begins(Timeline timeline) {
    NavigableMap<Long, List<String>> out = new TreeMap<>();
    for (Item item : timeline.items()) {
      if (item.kind() == Item.ItemKind.WINDOW || item.kind() == Item.ItemKind.FINDING) {
        String who = timeline.lanes().get(Math.max(0, item.lane())).participant();
        String text = (who + " " + item.name()).trim();
        out.computeIfAbsent(item.begin(), time -> new ArrayList<>()).add(text);
      }
    }
    return out;
  }

  /** What begins in a segment. */
  private static String what(NavigableMap<Long, List<String>> begins, Segment segment) {
    Set<String> out = new LinkedHashSet<>();
    begins.subMap(segment.begin(), true, segment.end(), true).values().forEach(out::addAll);
    List<String> named = out.stream().limit(NAMED).toList();
    String more = out.size() > NAMED ? ", and " + (out.size() - NAMED) + " more" : "";
    return String.join(", ", named) + more;
  }

  private static List<String> separated(List<String> words) {
    List<String> out = new ArrayList<>();
    for (String word : words) {
      out.add(word + " ");
    }
    return out;
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end().replace('\u00a0', ' ').replace(" \n", "\n"));
    out.print('\n');
  }
}
