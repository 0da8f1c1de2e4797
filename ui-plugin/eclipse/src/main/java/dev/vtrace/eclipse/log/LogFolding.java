// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotationModel;
import org.eclipse.jface.text.source.projection.ProjectionViewer;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;

/** Lets starts and stops of devices be folded. */
public final class LogFolding implements IReconciler {
  private static final int MOST = 5_000;

  @Override
  public void install(ITextViewer viewer) {
    if (viewer instanceof ProjectionViewer projection) {
      viewer.getTextWidget().getDisplay().asyncExec(() -> ask(projection));
    }
  }

  private static void ask(ProjectionViewer viewer) {
    IDocument document = viewer.getDocument();
    if (document == null || LogDocuments.uri(document) == null) {
      return;
    }
    LogDocuments.ask(document, (text, id) -> text.foldingRange(new FoldingRangeRequestParams(id)))
        .thenAccept(
            ranges -> {
              if (ranges != null && !viewer.getTextWidget().isDisposed()) {
                viewer.getTextWidget().getDisplay().asyncExec(() -> fold(viewer, document, ranges));
              }
            });
  }

  private static void fold(ProjectionViewer viewer, IDocument document, List<FoldingRange> ranges) {
    ProjectionAnnotationModel model = viewer.getProjectionAnnotationModel();
    if (model == null || viewer.getDocument() != document) {
      return;
    }
    Map<Annotation, Position> added = new HashMap<>();
    for (FoldingRange each : ranges.subList(0, Math.min(MOST, ranges.size()))) {
      try {
        int from = document.getLineOffset(each.getStartLine());
        int last = Math.min(each.getEndLine(), document.getNumberOfLines() - 1);
        int to = document.getLineOffset(last) + document.getLineLength(last);
        added.put(new ProjectionAnnotation(), new Position(from, to - from));
      } catch (BadLocationException e) {
        // The document changed meanwhile.
        return;
      }
    }
    model.modifyAnnotations(null, added, null);
  }

  @Override
  public void uninstall() {
    // The annotations go with the viewer.
  }

  @Override
  public IReconcilingStrategy getReconcilingStrategy(String contentType) {
    return null;
  }
}
