// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventPurpose;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.text.Landmark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolKind;
import org.jspecify.annotations.Nullable;

/**
 * A log as a tree: participant, devices, their starts and stops, queues; and what can be folded.
 * Made of landmarks, so it is there while a large log is read, for what was read of it.
 */
final class Outline {
  private static final int MOST = 5_000;

  private final Document document;
  private final @Nullable OpenRun run;
  private final List<Landmark> marks;
  private final List<Integer> partners;
  private final Map<String, String> names;
  private int count;

  private Outline(Document document, @Nullable OpenRun run) {
    this.document = document;
    this.run = run;
    // The ends first: what is added between the two calls has no partner in the shorter list.
    this.partners = document.file().landmarks().partners();
    this.marks = document.file().landmarks().all().subList(0, partners.size());
    this.names = DeviceNames.of(document, run);
  }

  static List<DocumentSymbol> symbols(Document document, @Nullable OpenRun run) {
    return new Outline(document, run).tree();
  }

  static List<FoldingRange> folds(Document document) {
    Outline outline = new Outline(document, null);
    List<FoldingRange> out = new ArrayList<>();
    for (int i = 0; i < outline.marks.size() && out.size() < MOST; i++) {
      long begin = outline.marks.get(i).line();
      long end = outline.end(i);
      if (outline.marks.get(i).begins() && end > begin) {
        FoldingRange fold = new FoldingRange((int) begin, (int) end);
        fold.setKind("region");
        out.add(fold);
      }
    }
    return out;
  }

  /** The line where what begins at a landmark ends; the same line if it does not. */
  private long end(int i) {
    int partner = partners.get(i);
    // The other end may be in the part that was added in the meantime.
    return partner > i && partner < marks.size() ? marks.get(partner).line() : marks.get(i).line();
  }

  private List<DocumentSymbol> tree() {
    Map<String, DocumentSymbol> devices = new LinkedHashMap<>();
    List<DocumentSymbol> states = new ArrayList<>();
    // A symbol is not equal to itself once it has children.
    Map<DocumentSymbol, Long> ends = new IdentityHashMap<>();
    Map<String, DocumentSymbol> open = new HashMap<>();
    for (int i = 0; i < marks.size() && count < MOST; i++) {
      Landmark mark = marks.get(i);
      String name = mark.name();
      Event known = mark.event().known();
      EventPurpose purpose = known == null ? EventPurpose.SHOWN : known.purpose();
      if (purpose == EventPurpose.MIGRATION_STATE || purpose == EventPurpose.RUN_STATE) {
        states.add(
            symbol(name + " " + mark.text(), "", SymbolKind.Event, mark.line(), mark.line()));
      } else if (purpose == EventPurpose.WINDOW_BEGIN) {
        DocumentSymbol window = window(i);
        device(devices, mark).getChildren().add(window);
        open.put(mark.device(), window);
        ends.put(window, end(i));
      } else if (mark.queue() >= 0 && mark.begins()) {
        DocumentSymbol window = open.get(mark.device());
        long last = window == null ? -1 : ends.getOrDefault(window, -1L);
        boolean inside =
            window != null
                && (last >= mark.line() || last == window.getRange().getStart().getLine());
        DocumentSymbol queue =
            symbol("queue " + mark.queue(), mark.subject(), SymbolKind.Array, mark.line(), end(i));
        (window != null && inside ? window : device(devices, mark)).getChildren().add(queue);
      }
    }
    List<DocumentSymbol> out = new ArrayList<>(devices.values());
    for (DocumentSymbol device : out) {
      stretch(device);
    }
    out.addAll(states);
    return out.isEmpty() ? out : List.of(root(out));
  }

  private DocumentSymbol device(Map<String, DocumentSymbol> devices, Landmark mark) {
    return devices.computeIfAbsent(
        mark.device(),
        key -> {
          String name = names.get(DeviceNames.pointer(mark));
          String shown = name == null ? key : name;
          String detail = name == null ? "" : key;
          return symbol(shown, detail, SymbolKind.Object, mark.line(), mark.line());
        });
  }

  private DocumentSymbol window(int i) {
    Landmark mark = marks.get(i);
    String title = mark.is(Event.DEV_START_IN) ? "start" : "stop";
    String detail = "";
    for (Ref ref : document.refs(run, mark.line())) {
      if (run != null && ref instanceof Ref.WindowRef of) {
        Window window = run.window(of.window());
        title = Lenses.title(run.migration(), window);
        detail =
            window.operations().size()
                + " operations, "
                + window.count(dev.vtrace.decoder.analysis.model.Verdict.SKIPPED)
                + " skipped";
      }
    }
    return symbol(title, detail, SymbolKind.Method, mark.line(), end(i));
  }

  private DocumentSymbol root(List<DocumentSymbol> children) {
    Input input = document.input(run);
    String name = input == null ? "" : input.participant();
    if (name.isEmpty()) {
      int slash = document.uri().lastIndexOf('/');
      name = document.uri().substring(slash + 1);
    }
    long last = Math.max(0, document.file().index().lines() - 1);
    String read = document.file().index().complete() ? "" : "as far as it has been read";
    String cut = document.file().landmarks().cut() || count >= MOST ? "only the first ones" : read;
    DocumentSymbol root = symbol(name.isEmpty() ? "log" : name, cut, SymbolKind.Module, 0, last);
    root.setSelectionRange(Ranges.of(0, 0, 0));
    children.sort(java.util.Comparator.comparingInt(each -> each.getRange().getStart().getLine()));
    root.setChildren(children);
    return root;
  }

  private DocumentSymbol symbol(String name, String detail, SymbolKind kind, long from, long to) {
    count++;
    DocumentSymbol symbol =
        new DocumentSymbol(
            name.isBlank() ? "?" : name, kind, Ranges.lines(from, to), Ranges.line(from), detail);
    symbol.setChildren(new ArrayList<>());
    return symbol;
  }

  /** A device reaches over all that happens to it. */
  private static void stretch(DocumentSymbol symbol) {
    Range range = symbol.getRange();
    for (DocumentSymbol child : symbol.getChildren()) {
      stretch(child);
      if (child.getRange().getEnd().getLine() > range.getEnd().getLine()) {
        range.setEnd(child.getRange().getEnd());
      }
    }
  }
}
