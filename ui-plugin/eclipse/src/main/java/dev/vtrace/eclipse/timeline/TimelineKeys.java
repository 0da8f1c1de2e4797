// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.function.Predicate;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;

/**
 * Walks through a timeline by keys: arrows go to the next mark of a lane and to the next lane, N
 * and P to the next one that was not simply executed, + - 0 zoom, Ctrl with an arrow moves, Enter
 * goes to the evidence.
 */
final class TimelineKeys {
  private static final Predicate<Item> MARK =
      item -> item.kind() == Item.ItemKind.OPERATION || item.kind() == Item.ItemKind.FINDING;
  private static final Predicate<Item> TELLING =
      MARK.and(item -> item.state() != ItemState.EXECUTED && item.state() != ItemState.NOT_DUE);

  private final TimelineControl control;

  TimelineKeys(TimelineControl control) {
    this.control = control;
  }

  void handle(Event event) {
    if (control.timeline() == null) {
      return;
    }
    boolean move = (event.stateMask & SWT.MOD1) != 0;
    switch (event.keyCode) {
      case SWT.ARROW_LEFT -> go(move, -1);
      case SWT.ARROW_RIGHT -> go(move, 1);
      case SWT.ARROW_UP -> lane(-1);
      case SWT.ARROW_DOWN -> lane(1);
      case SWT.CR, SWT.KEYPAD_CR -> control.open();
      case SWT.ESC -> control.select(null, true);
      default -> character(event.character);
    }
  }

  private void character(char key) {
    switch (key) {
      case '+', '=' -> control.zoom(true);
      case '-' -> control.zoom(false);
      case '0' -> control.zoomAll();
      case 'n' -> next(TELLING, 1);
      case 'p' -> next(TELLING, -1);
      default -> {
        // Other keys belong to the workbench.
      }
    }
  }

  private void go(boolean move, int direction) {
    if (move) {
      control.panByShare(direction * 0.2);
      return;
    }
    Item from = control.selection();
    next(MARK.and(item -> from == null || item.lane() == from.lane()), direction);
  }

  private void next(Predicate<Item> wanted, int direction) {
    Timeline timeline = control.timeline();
    int at = control.selection() == null ? -1 : timeline.items().indexOf(control.selection());
    int start = at < 0 && direction < 0 ? timeline.items().size() : at;
    for (int i = start + direction; i >= 0 && i < timeline.items().size(); i += direction) {
      if (wanted.test(timeline.items().get(i))) {
        control.select(timeline.items().get(i), true);
        return;
      }
    }
  }

  /** The mark nearest in time in the next lane that has one. */
  private void lane(int direction) {
    Timeline timeline = control.timeline();
    Item from = control.selection();
    int lane = from == null ? (direction > 0 ? -1 : timeline.lanes().size()) : from.lane();
    for (int i = lane + direction; i >= 0 && i < timeline.lanes().size(); i += direction) {
      Item best = nearest(timeline, i, from == null ? timeline.begin() : from.begin());
      if (best != null) {
        control.select(best, true);
        return;
      }
    }
  }

  private static Item nearest(Timeline timeline, int lane, long time) {
    Item best = null;
    for (Item item : timeline.items()) {
      boolean nearer =
          best == null || Math.abs(item.begin() - time) < Math.abs(best.begin() - time);
      if (item.lane() == lane && MARK.test(item) && nearer) {
        best = item;
      }
    }
    return best;
  }
}
