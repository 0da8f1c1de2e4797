// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.codemining.ICodeMining;
import org.eclipse.jface.text.hyperlink.IHyperlink;
import org.eclipse.jface.text.source.projection.ProjectionViewer;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.ContentOutline;
import org.eclipse.ui.views.contentoutline.IContentOutlinePage;

/** A log in the editor for text: colours, hover, links, folding, minings, and the outline. */
final class LogScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    CaptureEntry capture = bench.open(Bench.samples().resolve("backend-transfer-2q"));
    ProvingPlace stop = stop(capture);
    EvidenceOpener.open(capture, List.of(stop), true);
    bench.await("the line", () -> bench.selectedText().contains("stop_in"));

    ITextEditor editor = (ITextEditor) bench.ui(bench::editor);
    ProjectionViewer viewer =
        (ProjectionViewer) bench.ui(() -> editor.getAdapter(ITextViewer.class));
    IDocument document = bench.ui(viewer::getDocument);
    int offset =
        document.getLineOffset((int) (stop.line() - 1))
            + document.get(document.getLineOffset((int) (stop.line() - 1)), 80).indexOf("vhost");

    bench.await("colours", () -> colours(viewer) > 2);
    bench.await(
        "folding", () -> viewer.getProjectionAnnotationModel().getAnnotationIterator().hasNext());

    Object hover =
        new dev.vtrace.eclipse.log.LogHover()
            .getHoverInfo2(viewer, new org.eclipse.jface.text.Region(offset + 3, 0));
    Bench.check(hover != null && hover.toString().contains("vhost"), "the hover is " + hover);

    IHyperlink[] links = null;
    for (int i = 0; i < 20 && links == null; i++) {
      links =
          new dev.vtrace.eclipse.log.LogLinks()
              .detectHyperlinks(viewer, new org.eclipse.jface.text.Region(offset + 3, 0), true);
    }
    Bench.check(links != null && links.length > 0, "no link");

    List<? extends ICodeMining> minings =
        new dev.vtrace.eclipse.log.LogMinings().provideCodeMinings(viewer, null).get();
    Bench.check(
        minings.stream()
            .anyMatch(each -> each.getLabel() != null && each.getLabel().contains("skipped")),
        "minings: " + minings.size());

    IViewPart outline = bench.view("org.eclipse.ui.views.ContentOutline", IViewPart.class);
    bench.ui(
        () -> {
          bench.page().activate(editor);
          return null;
        });
    bench.await(
        "the outline",
        () ->
            ((ContentOutline) outline).getCurrentPage() instanceof IContentOutlinePage page
                && page.getControl() instanceof org.eclipse.swt.widgets.Tree tree
                && tree.getItemCount() > 0);
    bench.screenshot("log");
  }

  private static ProvingPlace stop(CaptureEntry capture) {
    return capture.ledger().windows().stream()
        .filter(window -> window.phase().equals("switchover"))
        .flatMap(window -> window.operations().stream())
        .flatMap(
            operation ->
                operation.evidence() == null
                    ? Stream.<ProvingPlace>empty()
                    : operation.evidence().stream())
        .filter(proof -> proof.line() != null && proof.text().contains("stop_in"))
        .findFirst()
        .orElseThrow();
  }

  private static long colours(ProjectionViewer viewer) {
    return Stream.of(viewer.getTextWidget().getStyleRanges())
        .map((StyleRange range) -> range.foreground)
        .filter(colour -> colour != null)
        .distinct()
        .count();
  }
}
