// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import java.util.List;

/**
 * One row of a view, with all that is known of the thing.
 *
 * @param columns texts from the left; none is null
 * @param mark a word that tells icon and colour: a verdict, a severity, or a kind; may be empty
 * @param capture what it belongs to; null for a row that is only told
 * @param proofs what proves it
 * @param item its item in the timeline, -1 for none
 * @param page the URI of the page about its rule, null for none
 */
public record FactRow(
    List<String> columns,
    String mark,
    CaptureEntry capture,
    List<ProvingPlace> proofs,
    int item,
    String page,
    List<FactRow> children) {
  public FactRow {
    columns = List.copyOf(columns);
    proofs = proofs == null ? List.of() : List.copyOf(proofs);
    children = List.copyOf(children);
  }

  /** A row with children and no place of its own. */
  static FactRow group(
      CaptureEntry capture, String mark, List<String> columns, List<FactRow> children) {
    return new FactRow(columns, mark, capture, List.of(), -1, null, children);
  }

  /** A row for each place that proves something. */
  static List<FactRow> ofProofs(CaptureEntry capture, List<ProvingPlace> proofs) {
    if (proofs == null) {
      return List.of();
    }
    return proofs.stream()
        .map(
            each ->
                new FactRow(
                    List.of(each.place(), each.text()),
                    "evidence",
                    capture,
                    List.of(each),
                    -1,
                    null,
                    List.of()))
        .toList();
  }

  /** The columns as one text, for the clipboard. */
  String text() {
    return String.join("\t", columns);
  }
}
