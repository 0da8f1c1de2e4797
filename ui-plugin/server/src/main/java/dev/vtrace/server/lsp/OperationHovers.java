// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a line reports operations: a sentence for each reason, and all of the evidence once. */
final class OperationHovers {
  private static final int PLACES = 5;

  /** Operations that are explained in one block. */
  private record WindowVerdict(Window window, Verdict verdict) {}

  private final Markdown out;
  private final OpenRun run;

  /** Where the reader is, which needs no link. */
  private final String here;

  private OperationHovers(Markdown out, OpenRun run, String here) {
    this.out = out;
    this.run = run;
    this.here = here;
  }

  /**
   * Tells of the operations among some references.
   *
   * @param here the place that they are the references of, as evidence has it
   */
  static void add(Markdown out, OpenRun run, List<Ref> refs, String here) {
    Map<WindowVerdict, List<Operation>> blocks = new LinkedHashMap<>();
    for (Ref ref : refs) {
      if (ref instanceof Ref.OperationRef of) {
        Operation operation = RunStateAt.operation(run, of);
        WindowVerdict block = new WindowVerdict(run.window(of.window()), operation.verdict());
        blocks.computeIfAbsent(block, b -> new ArrayList<>()).add(operation);
      }
    }
    OperationHovers hovers = new OperationHovers(out, run, here);
    blocks.forEach(hovers::block);
    Set<Evidence> evidence = new LinkedHashSet<>();
    blocks.values().forEach(all -> all.forEach(each -> evidence.addAll(each.evidence())));
    hovers.places(evidence);
    // The edges of one silence belong together, so they are those of one operation.
    blocks.values().stream()
        .flatMap(List::stream)
        .map(each -> each.evidence().stream().filter(e -> e.neighbour() != null).toList())
        .filter(edges -> !edges.isEmpty())
        .findFirst()
        .ifPresent(hovers::silence);
    if (!blocks.isEmpty()) {
      out.paragraph();
    }
  }

  private void block(WindowVerdict block, List<Operation> operations) {
    Map<String, Map<String, List<Integer>>> byReason = new LinkedHashMap<>();
    for (Operation operation : operations) {
      byReason
          .computeIfAbsent(operation.why(), why -> new LinkedHashMap<>())
          .computeIfAbsent(operation.name(), name -> new ArrayList<>())
          .add(operation.queue());
    }
    out.text("**" + block.verdict().label() + "** ");
    boolean one = byReason.size() == 1;
    byReason.forEach(
        (why, names) -> {
          if (one) {
            names(names);
            where(block.window());
            out.text(": ").code(why);
          }
        });
    if (!one) {
      out.text(operations.size() + " operations");
      where(block.window());
      byReason.forEach(
          (why, names) -> {
            out.entry();
            names(names);
            out.text(": ").code(why);
          });
    }
    out.paragraph();
  }

  private void names(Map<String, List<Integer>> names) {
    boolean first = true;
    for (Map.Entry<String, List<Integer>> name : names.entrySet()) {
      out.text(first ? "" : ", ").code(name.getKey());
      first = false;
      List<Integer> queues = name.getValue().stream().filter(queue -> queue >= 0).toList();
      out.text(queues.isEmpty() ? "" : queues.size() == 1 ? " of queue" : " of queues");
      queues.forEach(queue -> out.text(" " + queue));
    }
  }

  private void where(Window window) {
    out.text(" in the " + window.phase().label() + " " + window.kind().label() + " of ");
    out.code(window.device());
  }

  private void places(Set<Evidence> evidence) {
    int shown = 0;
    int left = 0;
    for (Evidence place : evidence) {
      if (place.neighbour() != null) {
        continue;
      }
      if (!place.location().equals(here) && shown < PLACES) {
        shown++;
        out.entry();
        link(place);
        out.text(" ").code(place.text());
      } else if (!place.location().equals(here)) {
        left++;
      }
    }
    if (left > 0) {
      out.entry().text("and " + left + (left == 1 ? " more place" : " more places"));
    }
  }

  private void link(Evidence place) {
    String uri = run.documents().get(place.file());
    if (uri != null && place.line() > 0) {
      out.link(place.location(), uri + "#L" + place.line());
    } else {
      out.code(place.location());
    }
  }

  /** How long nothing was sent, which is what shows that something was left out. */
  private void silence(List<Evidence> edges) {
    boolean both = edges.size() > 1;
    boolean after = requireNonNull(edges.get(0).neighbour()).side() == Evidence.Side.AFTER;
    out.entry().text("nothing was sent " + (both ? "between" : after ? "before" : "after"));
    for (int i = 0; i < edges.size(); i++) {
      out.text(i > 0 ? " and " : " ");
      link(edges.get(i));
      out.text(" (" + requireNonNull(edges.get(i).neighbour()).text() + ")");
    }
  }
}
