// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Runs one command of vtrace under a flight recording, which the real process could not end: it halts. Prints to
 * standard error where the samples were and what was allocated.
 *
 * <p>usage: Profiled RECORDING ROWS COMMAND...
 */
public final class Profiled {
  private static final String OURS = "dev.vtrace.";

  private Profiled() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    int rows = Integer.parseInt(args[1]);
    String[] command = List.of(args).subList(2, args.length).toArray(new String[0]);
    ExitStatus status;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "300/s");
      recording.start();
      status = Main.run(command, Console.ofProcess());
      recording.stop();
      recording.dump(file);
    }
    print(file, rows);
    System.err.println("recording: " + file + " (" + Files.size(file) + " bytes)");
    Runtime.getRuntime().halt(status.code());
  }

  private static void print(Path file, int rows) throws IOException {
    Table own = new Table("samples, by method");
    Table within = new Table("samples, by method of vtrace with what it calls");
    Table classes = new Table("allocated, by class");
    Table places = new Table("allocated, by method of vtrace");
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getStackTrace() == null) {
          continue;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
          own.add(name(frames.get(0)), 1);
          Set<String> seen = new HashSet<>();
          for (RecordedFrame frame : frames) {
            if (name(frame).startsWith(OURS) && seen.add(name(frame))) {
              within.add(name(frame), 1);
            }
          }
        } else {
          long weight = event.getLong("weight");
          classes.add(event.getClass("objectClass").getName(), weight);
          for (RecordedFrame frame : frames) {
            if (name(frame).startsWith(OURS)) {
              places.add(name(frame), weight);
              break;
            }
          }
        }
      }
    }
    within.partsOf(own.total);
    for (Table table : List.of(own, within, classes, places)) {
      table.print(rows);
    }
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** What was counted for each name. */
  private static final class Table {
    private final String title;
    private final Map<String, Long> counts = new HashMap<>();
    private long total;

    Table(String title) {
      this.title = title;
    }

    void add(String name, long count) {
      counts.merge(name, count, Long::sum);
      total += count;
    }

    void partsOf(long all) {
      total = all;
    }

    void print(int rows) {
      System.err.println(title + ", of " + total);
      counts.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(rows)
          .forEach(
              entry ->
                  System.err.printf(
                      "  %5.1f %%  %s%n", entry.getValue() * 100.0 / total, entry.getKey()));
    }
  }
}
