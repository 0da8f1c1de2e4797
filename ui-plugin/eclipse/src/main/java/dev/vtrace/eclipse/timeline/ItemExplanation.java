// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.ItemDetails;
import dev.vtrace.eclipse.server.ServerAnswers.ItemsAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/**
 * What is known of a selected item: state, reason, evidence, and what it belongs to; with links.
 */
final class ItemExplanation {
  private static final int MOST_LINKS = 100;

  private record ExplanationLink(int from, int to, Runnable work) {}

  private final StyledText text;
  private final IntConsumer select;
  private final List<ExplanationLink> links = new ArrayList<>();
  private int item = -1;
  private List<ProvingPlace> proofs;
  private Consumer<List<ProvingPlace>> waiting;

  /**
   * @param select goes to the item with an id
   */
  ItemExplanation(Composite parent, IntConsumer select) {
    this.select = select;
    text = new StyledText(parent, SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL);
    text.setMargins(8, 6, 8, 6);
    text.addListener(SWT.MouseUp, this::click);
    clear();
  }

  void clear() {
    item = -1;
    proofs = null;
    waiting = null;
    links.clear();
    text.setText("Select a mark to see what it is and what proves it.");
  }

  String text() {
    return text.getText();
  }

  void show(CaptureEntry capture, Timeline timeline, Item selected) {
    item = selected.id();
    proofs = null;
    waiting = null;
    links.clear();
    text.setText("");
    add(ItemWords.title(selected) + "\n", SWT.BOLD, null);
    add(ItemWords.sentence(timeline, selected) + "\n", SWT.NORMAL, null);
    Job job =
        Job.create(
            "Explaining " + selected.name(),
            monitor -> {
              try {
                ItemDetails details = ask(capture, List.of(selected.id()), monitor).get(0);
                List<Integer> ids = new ArrayList<>();
                if (details.within() != null) {
                  ids.add(details.within());
                }
                if (details.links() != null) {
                  ids.addAll(
                      details.links().subList(0, Math.min(MOST_LINKS, details.links().size())));
                }
                List<ItemDetails> linked = ask(capture, ids, monitor);
                text.getDisplay().asyncExec(() -> fill(capture, details, linked));
                return Status.OK_STATUS;
              } catch (IOException e) {
                text.getDisplay().asyncExec(() -> failed(e.getMessage()));
                return Status.OK_STATUS;
              }
            });
    job.setSystem(true);
    job.schedule();
  }

  private static List<ItemDetails> ask(
      CaptureEntry capture, List<Integer> ids, IProgressMonitor monitor) throws IOException {
    if (ids.isEmpty()) {
      return List.of();
    }
    JsonObject params = ServerAnswers.of("capture", capture.uri());
    JsonArray list = new JsonArray();
    ids.forEach(list::add);
    params.add("ids", list);
    return VtracePlugin.get()
        .server()
        .ask("vtrace/items", params, ItemsAnswer.class, monitor)
        .items();
  }

  private void failed(String sentence) {
    if (!text.isDisposed()) {
      add("\n" + Plain.text(sentence), SWT.NORMAL, null);
    }
  }

  private void fill(CaptureEntry capture, ItemDetails details, List<ItemDetails> linked) {
    if (text.isDisposed() || details.id() != item) {
      return;
    }
    proofs = details.evidence() == null ? List.of() : details.evidence();
    if (!proofs.isEmpty()) {
      add("\nEvidence\n", SWT.BOLD, null);
    }
    for (ProvingPlace each : proofs) {
      add(each.place(), SWT.NORMAL, () -> EvidenceOpener.open(capture, List.of(each), true));
      add("  " + Plain.text(each.text()) + "\n", SWT.NORMAL, null);
    }
    if (!linked.isEmpty()) {
      add("\nBelongs to\n", SWT.BOLD, null);
    }
    for (ItemDetails each : linked) {
      String state = each.state() == null ? "" : " " + each.state();
      add(
          Plain.text(each.kind() + " " + each.name() + state),
          SWT.NORMAL,
          () -> select.accept(each.id()));
      add("\n", SWT.NORMAL, null);
    }
    if (waiting != null && !proofs.isEmpty()) {
      waiting.accept(proofs);
    }
    waiting = null;
  }

  /** Does something with the evidence of the item, now or as soon as it is known. */
  void whenKnown(int id, Consumer<List<ProvingPlace>> work) {
    if (id == item && proofs == null) {
      waiting = work;
    } else if (id == item && !proofs.isEmpty()) {
      work.accept(proofs);
    }
  }

  private void add(String words, int style, Runnable work) {
    int from = text.getCharCount();
    text.append(words);
    StyleRange range = new StyleRange(from, words.length(), null, null, style);
    if (work != null) {
      range.underline = true;
      range.underlineStyle = SWT.UNDERLINE_LINK;
      links.add(new ExplanationLink(from, from + words.length(), work));
    }
    text.setStyleRange(range);
  }

  private void click(Event event) {
    int offset = text.getOffsetAtPoint(new org.eclipse.swt.graphics.Point(event.x, event.y));
    for (ExplanationLink link : links) {
      if (offset >= link.from() && offset < link.to()) {
        link.work().run();
        return;
      }
    }
  }
}
