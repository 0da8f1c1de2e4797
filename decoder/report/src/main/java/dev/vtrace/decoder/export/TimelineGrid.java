// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.Arrays;
import java.util.List;

/** The characters of a timeline: the more telling sign wins where several fall into one cell. */
final class TimelineGrid {
  private static final char IDLE = '~';

  private final char[][] cells;
  private final int[][] rank;

  /** Marks, the most telling one last. */
  enum GridSign {
    MESSAGE('|', "message"),
    EXECUTED('*', "executed"),
    SKIPPED('o', "skipped"),
    UNKNOWN('?', "unknown"),
    WARNING('w', "warning"),
    FAILED('X', "failed or error found"),
    VIOLATION('!', "violation");

    private final char character;
    private final String meaning;

    GridSign(char character, String meaning) {
      this.character = character;
      this.meaning = meaning;
    }

    char character() {
      return character;
    }

    String meaning() {
      return meaning;
    }

    /** The state of an item that it stands for. */
    String state() {
      return this == FAILED ? "failed" : meaning;
    }
  }

  /** Bars. */
  enum Bar {
    CONFIGURED('.', "ring configured"),
    STARTED('-', "started"),
    ENABLED('=', "enabled"),
    TRANSFERRED('#', "transferred"),
    WINDOW('_', "start or stop"),
    SECTION(':', "device states"),
    HANDOVER('>', "hand-over"),
    IDLE_TIME(IDLE, "nothing happened");

    private final char character;
    private final String meaning;

    Bar(char character, String meaning) {
      this.character = character;
      this.meaning = meaning;
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
        boolean memory = item.state().equals("memory");
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
        int back = item.state().equals("request") ? item.to() : item.lane();
        put(back, from, GridSign.MESSAGE.character, 4);
      }
      case OPERATION, FINDING -> {
        for (GridSign sign : GridSign.values()) {
          if (sign.state().equals(item.state())) {
            put(item.lane(), from, sign.character, 10 + sign.ordinal());
          }
        }
      }
      default -> {}
    }
  }

  private static char bar(String state) {
    for (Bar bar : Bar.values()) {
      if (bar == Bar.CONFIGURED ? state.equals("configured") : bar.meaning.equals(state)) {
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
