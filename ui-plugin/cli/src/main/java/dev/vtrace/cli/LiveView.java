// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.tracer.attach.LiveLine;
import java.io.Closeable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Prints what happens while it happens: events on standard output, what vtrace itself has to say on
 * standard error. Whoever reports something never waits for the terminal; what it cannot keep up
 * with is left out and counted. A signal to end lets the command finish and give its own status.
 */
final class LiveView implements Consumer<LiveLine>, Closeable {
  private static final int ROOM = 20_000;
  private static final int POLL_MS = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String CYAN = "\u001b[36m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final BlockingQueue<LiveLine> lines = new ArrayBlockingQueue<>(ROOM);
  private final Console console;
  private final boolean events;
  private final boolean colour;
  private final StopHook hook;
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean stopped;

  /**
   * @param events whether to show events, too
   */
  LiveView(Console console, boolean events) {
    this.console = console;
    this.events = events;
    this.colour = console.colour();
    this.hook = new StopHook(() -> stopped = true);
  }

  @Override
  public void accept(LiveLine line) {
    boolean wanted = events || line.kind() == LiveLine.LiveLineKind.NOTE;
    if (wanted && !lines.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  /** Says a sentence on standard error. */
  void say(String sentence) {
    accept(LiveLine.note("", sentence));
  }

  /** Whether the process was told to end. */
  boolean isStopped() {
    return stopped;
  }

  /** Prints until the process is told to end, or the condition holds. */
  void until(BooleanSupplier done) {
    untilDone(() -> stopped || done.getAsBoolean());
  }

  /** Prints until the condition holds, also when the process was told to end. */
  void untilDone(BooleanSupplier done) {
    try {
      while (!done.getAsBoolean()) {
        LiveLine next = lines.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (next != null) {
          print(next);
          printWaiting();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Prints what is there already. */
  void printWaiting() {
    for (LiveLine next = lines.poll(); next != null; next = lines.poll()) {
      print(next);
    }
    console.out().flush();
    console.err().flush();
  }

  private void print(LiveLine line) {
    String who = line.who().isEmpty() ? "" : Plain.text(line.who()) + ": ";
    if (line.kind() == LiveLine.LiveLineKind.NOTE) {
      console.out().flush();
      console.err().println(who + line.text());
      return;
    }
    long time = line.timeNs();
    String at =
        time < 0
            ? "               "
            : TIME.format(Instant.ofEpochSecond(time / 1_000_000_000L, time % 1_000_000_000L));
    String on = colour ? paint(line) : "";
    String text = Plain.text(line.text());
    console.out().println(at + " " + who + on + text + (on.isEmpty() ? "" : PLAIN));
  }

  private static String paint(LiveLine line) {
    if (line.kind() == LiveLine.LiveLineKind.QMP) {
      return line.text().contains("failed") ? RED : CYAN;
    }
    if (line.kind() == LiveLine.LiveLineKind.LOG) {
      return YELLOW;
    }
    Event event = line.event() == null ? null : line.event().known();
    return event == null
        ? ""
        : switch (event) {
          case DEV_STOP_IN, DEV_STOP_OUT, QUEUE_STOP_IN, QUEUE_STOP_OUT -> RED;
          case DEV_START_IN, DEV_START_OUT, QUEUE_START_IN, QUEUE_START_OUT -> GREEN;
          case DEV_INIT_IN, DEV_INIT_OUT, DEV_CLEANUP, DEV_OTHER -> GREEN;
          default -> "";
        };
  }

  @Override
  public void close() {
    printWaiting();
    if (dropped.get() > 0) {
      console.err().println(dropped + " lines were too fast to be shown; they are in the capture");
    }
    hook.close();
  }
}
