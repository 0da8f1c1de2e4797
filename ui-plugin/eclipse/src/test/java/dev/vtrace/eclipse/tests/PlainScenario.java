// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.evidence.EvidenceOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.TextPresentation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotation;
import org.eclipse.jface.text.source.projection.ProjectionViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.ide.FileStoreEditorInput;
import org.eclipse.ui.ide.IDE;

/**
 * A text that is none of ours, with bold words and a fold, in the platform's editor, in which logs
 * are shown, too. How long the user interface waits for the first one is the platform's: it is
 * printed to compare with, and it is over before what the plug-in adds is judged.
 */
final class PlainScenario implements ScenarioRunner.Scenario {
  private static final String LINE = "Nothing of a migration.\n";
  private static final int LINES = 1000;
  private static final int BOLD_LINES = 30;

  @Override
  public void run(Bench bench) throws Exception {
    Path text = Files.createTempFile("plain", ".text");
    Files.writeString(text, LINE.repeat(LINES));
    IEditorPart editor =
        bench.ui(
            () ->
                IDE.openEditor(
                    bench.page(),
                    new FileStoreEditorInput(EFS.getStore(text.toUri())),
                    EvidenceOpener.LOG_EDITOR));
    bench.await("the text", () -> bench.editor() == editor);
    ProjectionViewer viewer =
        bench.ui(() -> (ProjectionViewer) editor.getAdapter(ITextViewer.class));
    bench.ui(
        () -> {
          TextPresentation bold = new TextPresentation();
          for (int i = 0; i < BOLD_LINES; i++) {
            bold.addStyleRange(new StyleRange(i * LINE.length(), 7, null, null, SWT.BOLD));
          }
          viewer.changeTextPresentation(bold, false);
          return null;
        });
    bench.ui(
        () -> {
          Position fold = new Position(0, BOLD_LINES * LINE.length());
          if (viewer.getProjectionAnnotationModel() != null) {
            viewer
                .getProjectionAnnotationModel()
                .modifyAnnotations(null, Map.of(new ProjectionAnnotation(), fold), null);
          }
          return null;
        });
    bench.painted();
    System.out.println("the first text, without the plug-in: " + bench.longestWait());
    bench.ui(() -> bench.page().closeAllEditors(false));
    Files.delete(text);
  }
}
