// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.runlog.EntryKind;
import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.timeline.TimeWords;
import java.io.PrintStream;
import java.util.List;

/**
 * The log of a run as text: one line an entry with time of day in UTC, microseconds since the entry
 * before, participant, queue, verdict, kind, and what it is.
 */
public final class LogText implements LogView {
  private static final int TIME = 17;
  private static final int DELTA = 14;
  private static final int WHO = 13;
  private static final int QUEUE = 5;
  private static final int VERDICT = 10;
  private static final int KIND = 11;

  /** A payload is shown up to here; JSON and CSV have all of it. */
  private static final int PAYLOAD = 240;

  private final TextStream out;
  private final boolean colour;
  private long lastNs = -1;

  /** Text for a terminal, or without colours for anything else. */
  public LogText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  @Override
  public void begin(String name, List<String> notes) {
    TextLine line = new TextLine(false, out);
    line.left("time", TIME).right("delta µs", DELTA).spaces(2).left("who", WHO).left("q", QUEUE);
    line.left("verdict", VERDICT).left("kind", KIND).add("what");
    TextLine head = new TextLine(colour, out);
    print(head.add(TextLine.Colour.DIM, line.end()));
  }

  @Override
  public void entry(LogEntry entry) {
    TextLine line = new TextLine(colour, out);
    line.left(entry.timeNs() < 0 ? "" : TimeWords.clock(entry.timeNs()), TIME);
    line.right(delta(entry), DELTA).spaces(2);
    line.left(entry.participant(), WHO);
    line.add(entry.participant().length() < WHO ? "" : " ");
    line.left(entry.queue() < 0 ? "" : "q" + entry.queue(), QUEUE);
    verdict(line, entry);
    line.left(entry.kind().label(), KIND);
    if (out.folds() && out.width() < TextStream.USUAL_WIDTH) {
      line.newLine().spaces(4);
    }
    line.hang();
    String text = text(entry);
    if (entry.kind() == EntryKind.FINDING) {
      line.add(TextLine.Colour.RED, text);
    } else {
      line.add(text);
    }
    if (entry.verdict() != null && !entry.text().contains(entry.operation())) {
      line.add("  (").add(entry.operation()).add(")");
    }
    if (!entry.location().isEmpty()) {
      line.add("  ").add(TextLine.Colour.DIM, entry.location());
    }
    print(line);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }

  private static void verdict(TextLine line, LogEntry entry) {
    Verdict verdict = entry.verdict();
    if (verdict == null) {
      line.spaces(VERDICT);
      return;
    }
    TextLine.Colour with =
        switch (verdict) {
          case EXECUTED, NOT_DUE -> TextLine.Colour.GREEN;
          case SKIPPED -> TextLine.Colour.CYAN;
          case UNKNOWN -> TextLine.Colour.YELLOW;
          case FAILED, VIOLATION -> TextLine.Colour.RED;
        };
    line.add(with, verdict.label()).spaces(VERDICT - verdict.label().length());
  }

  /** Microseconds with three decimals. */
  private String delta(LogEntry entry) {
    if (entry.timeNs() < 0) {
      return "";
    }
    long before = lastNs < 0 ? entry.timeNs() : lastNs;
    lastNs = entry.timeNs();
    long ns = lastNs - before;
    String rest = Long.toString(1000 + Math.abs(ns % 1000)).substring(1);
    return (ns < 0 ? "-" : "+") + TextLine.grouped(Math.abs(ns / 1000)) + "." + rest;
  }

  private static String text(LogEntry entry) {
    String text = entry.text();
    String kind = entry.kind().label() + " ";
    if (entry.kind() == EntryKind.CONNECTION && text.startsWith(kind)) {
      // The column before it says so.
      text = text.substring(kind.length());
    }
    boolean payload = entry.kind() == EntryKind.MESSAGE || entry.kind() == EntryKind.QMP;
    if (payload && text.length() > PAYLOAD) {
      int end = Math.max(entry.name().length(), text.lastIndexOf("  ", PAYLOAD));
      return text.substring(0, end) + "  ...";
    }
    return text;
  }
}
