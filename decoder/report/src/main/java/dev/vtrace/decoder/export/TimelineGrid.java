// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The characters of a timeline: the more telling sign wins where several fall into one cell. */
final class TimelineGrid {
  private static final char IDLE = '~';

  private final char[][] cells;
  private final int[][] rank;

  /** Marks, the most telling one last. */
  enum GridSign {
    MESSAGE('|', "message", null),
    EXECUTED('*', "executed", ItemState.EXECUTED),
    SKIPPED('o', "skipped", ItemState.SKIPPED),
    UNKNOWN('?', "unknown", ItemState.UNKNOWN),
    WARNING('w', "warning", ItemState.WARNING),
    FAILED('X', "failed or error found", ItemState.FAILED),
    VIOLATION('!', "violation", ItemState.VIOLATION);

    private final char character;
    private final String meaning;

    /** The state of the operations and findings that it stands for, if it stands for any. */
    private final @Nullable ItemState state;

    GridSign(char character, String meaning, @Nullable ItemState state) {
      this.character = character;
      this.meaning = meaning;
      this.state = state;
    }

    char character() {
      return character;
    }

    String meaning() {
      return meaning;
    }
  }

  /** Bars. */
  enum Bar {
    CONFIGURED('.', "ring configured", ItemState.CONFIGURED),
    STARTED('-', "started", ItemState.STARTED),
    ENABLED('=', "enabled", ItemState.ENABLED),
    TRANSFERRED('#', "transferred", ItemState.TRANSFERRED),
    WINDOW('_', "start or stop", null),
    SECTION(':', "device states", null),
    HANDOVER('>', "hand-over", null),
    IDLE_TIME(IDLE, "nothing happened", null);

    private final char character;
    private final String meaning;

    /** The state of the rings that it stands for, if it stands for any. */
    private final @Nullable ItemState ring;

    Bar(char character, String meaning, @Nullable ItemState ring) {
      this.character = character;
      this.meaning = meaning;
      this.ring = ring;
    }

    char character() {
      return character;
    }

    String meaning() {
      return meaning;
    }
  }

  TimelineGrid(Timeline timeline, int columns) {
    cells = new char[timeline.lanes().size()][columns];
    rank = new int[cells.length][columns];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    List<Segment> segments = timeline.scale().segments();
    for (int i = 1; i < segments.size(); i++) {
      if (timeline.scale().idleBefore(i) == 0) {
        continue;
      }
      for (int lane = 0; lane < cells.length; lane++) {
        int column = column(segments.get(i).from(), columns) - 1;
        put(lane, column, IDLE, 2);
      }
    }
    for (Item item : timeline.items()) {
      int from = column(timeline.scale().at(item.begin()), columns);
      int to = column(timeline.scale().at(item.end()), columns);
      add(timeline, item, from, to);
    }
  }

  static int column(double at, int columns) {
    return Math.min(columns - 1, (int) (at * columns));
  }

  private void add(Timeline timeline, Item item, int from, int to) {
    switch (item.kind()) {
      case RING -> fill(item.lane(), from, to, bar(item.state()), 1);
      case WINDOW -> fill(item.lane(), from, to, Bar.WINDOW.character, 3);
      case SECTION -> {
        boolean memory = item.state() == ItemState.MEMORY;
        fill(item.lane(), from, to, memory ? '.' : Bar.SECTION.character, memory ? 1 : 3);
      }
      case HANDOVER -> {
        for (Lane lane : timeline.lanesOf(item)) {
          if (lane.kind() == Lane.LaneKind.PARTICIPANT) {
            fill(lane.index(), from, to, Bar.HANDOVER.character, 3);
          }
        }
      }
      case MESSAGE -> {
        int back = item.state() == ItemState.REQUEST ? item.to() : item.lane();
        put(back, from, GridSign.MESSAGE.character, 4);
      }
      case OPERATION, FINDING -> {
        for (GridSign sign : GridSign.values()) {
          if (sign.state == item.state()) {
            put(item.lane(), from, sign.character, 10 + sign.ordinal());
          }
        }
      }
      default -> {}
    }
  }

  private static char bar(ItemState state) {
    for (Bar bar : Bar.values()) {
      if (bar.ring == state) {
        return bar.character;
      }
    }
    return ' ';
  }

  private void fill(int lane, int from, int to, char character, int level) {
    for (int i = from; i <= to; i++) {
      put(lane, i, character, level);
    }
  }

  private void put(int lane, int column, char character, int level) {
    if (lane >= 0 && column >= 0 && level >= rank[lane][column]) {
      cells[lane][column] = character;
      rank[lane][column] = level;
    }
  }

  /** Adds the characters of a lane to a line, those that matter in colour. */
  TextLine row(int lane, TextLine line) {
    for (char character : cells[lane]) {
      String text = Character.toString(character);
      switch (character) {
        case '!', 'X' -> line.add(TextLine.Colour.RED, text);
        case 'o', '#', 'w' -> line.add(TextLine.Colour.YELLOW, text);
        case IDLE -> line.add(TextLine.Colour.DIM, text);
        default -> line.add(text);
      }
    }
    return line;
  }
}
