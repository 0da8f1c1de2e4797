// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.tracer.attach.LiveLine;
import java.util.function.Consumer;

/** Looks for an event that is waited for among those that pass. */
final class SeenEvents implements Consumer<LiveLine> {
  private final String wanted;
  private final boolean open;
  private final String who;
  private final Consumer<LiveLine> next;
  private volatile boolean seen;

  /**
   * @param wanted a name, with {@code *} at its end for anything; empty for none
   */
  SeenEvents(String wanted, String who, Consumer<LiveLine> next) {
    this.open = wanted.endsWith("*");
    this.wanted = open ? wanted.substring(0, wanted.length() - 1) : wanted;
    this.who = who;
    this.next = next;
    this.seen = wanted.isEmpty();
  }

  boolean isSeen() {
    return seen;
  }

  @Override
  public void accept(LiveLine line) {
    if (!seen && line.kind() == LiveLine.LiveLineKind.TRACE && line.who().equals(who)) {
      String text = line.text();
      seen = text.startsWith(wanted) && (open || !text.startsWith(wanted + "_"));
    }
    next.accept(line);
  }
}
