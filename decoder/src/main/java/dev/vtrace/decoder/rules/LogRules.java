// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.LogLine;
import java.util.List;

/**
 * What QEMU and back-ends say themselves, in words that tell what follows from it. Most of it is
 * said last: these rules rank behind those that see the cause. Source: lines of recorded runs.
 */
final class LogRules {
  static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.CONFIG_SPACE_DIFFERS, Rank.CAUSE, LogRules::config),
          Rule.run(Code.FIELD_DIFFERS, Rank.CAUSE, LogRules::notEqual),
          Rule.line(Code.BACKEND_PANIC, Rank.CAUSE, LogRules::panic),
          Rule.line(Code.RING_INCONSISTENT, Rank.FAULT, LogRules::inconsistent),
          Rule.line(Code.LOAD_HOOK_FAILED, Rank.CONSEQUENCE, LogRules::hook),
          Rule.lines(Code.LOAD_FIELD_FAILED, Rank.CONSEQUENCE, LogRules::field),
          Rule.line(Code.SAVE_FAILED, Rank.CONSEQUENCE, LogRules::save),
          Rule.lines(Code.BACKEND_UNREACHABLE, Rank.CONSEQUENCE, LogRules::unreachable),
          Rule.lines(Code.VHOST_START_FAILED, Rank.CONSEQUENCE, LogRules::start),
          Rule.line(Code.QEMU_ABORTED, Rank.CONSEQUENCE, LogRules::aborted),
          Rule.lines(Code.CHANNEL_ERROR, Rank.CONSEQUENCE, LogRules::channel),
          Rule.line(Code.SIBLING_FAILED, Rank.CONSEQUENCE, LogRules::sibling));

  private LogRules() {}

  private static void config(Run run, Report report) {
    for (ProcessLog log : run.logs()) {
      for (LogLine line : log.lines()) {
        BadConfig bad = BadConfig.of(line.text());
        if (bad != null && QueueCountRules.device(run, bad) == null) {
          report.add(
              log.participant(),
              line.timeNs(),
              "PCI configuration space differs at 0x"
                  + Integer.toHexString(bad.at())
                  + ": the source has 0x"
                  + Integer.toHexString(bad.read())
                  + ", the destination 0x"
                  + Integer.toHexString(bad.device()),
              Places.of(line));
        }
      }
    }
  }

  private static void notEqual(Run run, Report report) {
    for (ProcessLog log : run.logs()) {
      List<LogLine> lines = log.lines();
      for (int i = 0; i + 1 < lines.size(); i++) {
        long[] two = NotEqual.numbers(lines.get(i).text());
        String next = lines.get(i + 1).text();
        int at = next.indexOf("equal for ");
        if (two != null && at >= 0 && !next.contains("equal for nvqs")) {
          report.add(
              log.participant(),
              lines.get(i).timeNs(),
              word(next, at + 10)
                  + " must be equal: the source has "
                  + two[1]
                  + ", the destination "
                  + two[0],
              List.of(Places.of(lines.get(i)), Places.of(lines.get(i + 1))));
        }
      }
    }
  }

  private static String panic(String line) {
    boolean panic =
        line.contains("PANIC:")
            || line.contains("overlapping guest physical")
            || line.contains("vhost-user-backend: panic");
    return panic ? "the back-end gave up: " + tail(line) : null;
  }

  private static String inconsistent(String line) {
    return line.contains("inconsistent with Host index")
        ? "the ring in guest memory and the index in the stream do not belong together"
        : null;
  }

  private static String hook(String line) {
    int at = line.indexOf("post load hook failed for: ");
    return at < 0
        ? null
        : "loading "
            + word(line, at + 27)
            + " failed"
            + Errno.words(line, line.indexOf("ret: ") + 5);
  }

  private static String field(String line) {
    int at = line.indexOf("Failed to load element of type ");
    if (at < 0) {
      at = line.indexOf("error while loading state");
      int device = line.indexOf("device '");
      if (at < 0 || device < 0) {
        return null;
      }
      int end = line.indexOf('\'', device + 8);
      return "the destination could not load "
          + line.substring(device + 8, end < 0 ? line.length() : end);
    }
    int field = line.indexOf(" for ", at);
    return field < 0
        ? null
        : "the destination could not load the field "
            + word(line, field + 5)
            + Errno.words(line, line.lastIndexOf(": ") + 2);
  }

  private static String save(String line) {
    int at = line.indexOf("Save of field ");
    return at < 0 ? null : "the source could not save the field " + word(line, at + 14);
  }

  private static String unreachable(String line) {
    boolean gone =
        line.contains("Failed to read msg header")
            || line.contains("Failed to set msg fds")
            || line.contains("Failed to write msg");
    if (gone) {
      return "the back-end is not there any more";
    }
    int at = line.indexOf("vhost_");
    int failed = line.indexOf(" failed", at + 1);
    return at >= 0 && failed > at && line.indexOf(' ', at) == failed
        ? line.substring(at, failed) + " failed" + Errno.last(line)
        : null;
  }

  private static String start(String line) {
    return line.contains("vhost start failed") || line.contains("Error starting vhost")
        ? "the device could not be started: " + tail(line)
        : null;
  }

  private static String aborted(String line) {
    boolean abort = line.contains(": Assertion `") && line.contains("failed");
    return abort ? "QEMU aborted itself" : null;
  }

  private static String channel(String line) {
    boolean channel =
        line.contains("Channel error")
            || line.contains("Read section footer failed")
            || line.contains("Unable to write to socket")
            || line.contains("stream error: ");
    return channel ? "the migration channel broke: " + tail(line) : null;
  }

  private static String sibling(String line) {
    return line.contains("Sibling indicated error")
        ? "the source heard from the destination that it failed"
        : null;
  }

  private static String word(String line, int start) {
    int end = start;
    while (end < line.length() && " ,:".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return line.substring(start, end);
  }

  /** The line without the program's name. */
  private static String tail(String line) {
    int colon = line.indexOf(": ");
    return line.startsWith("qemu") && colon > 0 ? line.substring(colon + 2) : line;
  }
}
