// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.LogLine;
import java.util.ArrayList;
import java.util.List;

/** Lines by which QEMU says that it could not load a stream. */
public final class FailedLoads {
  /** Whoever quotes a line does so at once. */
  private static final long AT_ONCE_NS = 2_000_000_000L;

  private FailedLoads() {}

  /** One line for each failed load of a log; what quotes it again is left out. */
  public static List<LogLine> of(List<LogLine> lines) {
    List<LogLine> out = new ArrayList<>();
    for (LogLine line : lines) {
      LogLine last = out.isEmpty() ? null : out.get(out.size() - 1);
      if (tells(line) && (last == null || !quotes(line, last))) {
        out.add(line);
      }
    }
    return out;
  }

  private static boolean tells(LogLine line) {
    // Few lines report a failed load, and reading one by the table is not free.
    return line.text().contains("load")
        && statements(line).stream().anyMatch(one -> one.row().code() == Code.MIGRATION_FAILED);
  }

  /** Whether a program that manages VMs says here that a migration failed. */
  public static boolean ofManager(LogLine line) {
    return line.text().contains("migration ")
        && !line.text().contains("load")
        && statements(line).stream().anyMatch(one -> one.row().code() == Code.MIGRATION_FAILED);
  }

  /** Why the load failed, in QEMU's words; may be empty. */
  public static String reason(LogLine line) {
    for (MessageMatch one : statements(line)) {
      if (one.row().code() == Code.MIGRATION_FAILED) {
        return one.value("err");
      }
    }
    return "";
  }

  private static List<MessageMatch> statements(LogLine line) {
    return Utterance.of(line.text()).read(false);
  }

  private static boolean quotes(LogLine line, LogLine last) {
    boolean same = line.text().equals(last.text());
    if (!same || line.timeNs() < 0 || last.timeNs() < 0) {
      return same && line.span().line() - last.span().line() <= 2;
    }
    return Math.abs(line.timeNs() - last.timeNs()) < AT_ONCE_NS;
  }
}
