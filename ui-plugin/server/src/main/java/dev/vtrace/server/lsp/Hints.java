// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.text.Landmark;
import dev.vtrace.server.text.LandmarkRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/** What a log leaves out: how long ago the line before was, names of requests and devices. */
final class Hints {
  private static final int LINES = 2_000;

  /** Lines before the range in which the event before the first one is looked for. */
  private static final int BEFORE = 20;

  private final List<InlayHint> out = new ArrayList<>();
  private final Document document;
  private final @Nullable OpenRun run;
  private final Map<String, String> devices;
  private final CharacterUnit unit;

  private Hints(Document document, @Nullable OpenRun run, CharacterUnit unit) {
    this.unit = unit;
    this.document = document;
    this.run = run;
    this.devices = DeviceNames.of(document, run);
  }

  static List<InlayHint> of(
      Document document,
      @Nullable OpenRun run,
      Range range,
      CharacterUnit unit,
      CancelChecker cancelled)
      throws IOException {
    Hints hints = new Hints(document, run, unit);
    long from = Math.max(0, range.getStart().getLine());
    long to = Math.min(from + LINES, range.getEnd().getLine() + 1L);
    long previous = -1;
    for (LandmarkRow row : document.file().rows(Math.max(0, from - BEFORE), to)) {
      cancelled.checkCanceled();
      long time = row.record().timeNs();
      if (row.line() >= from) {
        hints.row(row, previous);
      }
      previous = time >= 0 ? time : previous;
    }
    return hints.out;
  }

  private void row(LandmarkRow row, long previous) {
    long time = row.record().timeNs();
    TraceEvent event = row.event();
    if (event != null) {
      request(row, event.arguments());
      device(row);
    }
    StringBuilder end = new StringBuilder();
    if (row.record() instanceof WireMessage) {
      end.append(message(row.line()));
      end.append(end.length() > 0 && previous >= 0 && time >= previous ? ", " : "");
    }
    if (previous >= 0 && time >= previous) {
      end.append('+').append(TimeWords.duration(time - previous));
    }
    Landmark partner = document.file().landmarks().partner(row.line());
    boolean ends = partner != null && partner.line() < row.line();
    if (partner != null && ends && partner.timeNs() >= 0 && time >= partner.timeNs()) {
      end.append(end.length() > 0 ? ", " : "");
      end.append(TimeWords.duration(time - partner.timeNs())).append(" since _in");
    }
    if (end.length() > 0) {
      add(row, row.text().length(), end.toString());
    }
  }

  /**
   * A message of a recording as it is said everywhere, since its line has the payload as digits.
   */
  private String message(long line) {
    for (Ref ref : document.refs(run, line)) {
      Item item = run != null && ref instanceof Ref.ItemRef of ? run.item(of.id()) : null;
      if (item != null) {
        for (Evidence evidence : item.evidence()) {
          if (evidence.line() == line + 1) {
            return evidence.text();
          }
        }
      }
    }
    return "";
  }

  /** The name of a request that the log has as a number only (QEMU before 11). */
  private void request(LandmarkRow row, Arguments arguments) {
    int at = arguments.index("req");
    if (at < 0 || arguments.index("req_name") >= 0) {
      return;
    }
    Request request = Request.of(Channel.MAIN, (int) arguments.number(at));
    int place = row.text().indexOf("req:");
    if (request != null && place >= 0) {
      int end = place + "req:".length();
      while (end < row.text().length() && Character.isDigit(row.text().charAt(end))) {
        end++;
      }
      add(row, end, request.name());
    }
  }

  private void device(LandmarkRow row) {
    for (int at = row.text().indexOf("0x"); at >= 0; at = row.text().indexOf("0x", at + 2)) {
      WordFinder.FoundWord word = WordFinder.at(row.text(), at);
      String name = word == null ? null : devices.get(word.text());
      if (word != null && name != null) {
        add(row, word.to(), name);
        return;
      }
    }
  }

  private void add(LandmarkRow row, int column, String label) {
    int sent = LineUnits.of(unit, row.text()).sent(column);
    Position position = Ranges.position(row.line(), sent);
    InlayHint hint = new InlayHint(position, Either.forLeft(label));
    hint.setPaddingLeft(true);
    out.add(hint);
  }
}
