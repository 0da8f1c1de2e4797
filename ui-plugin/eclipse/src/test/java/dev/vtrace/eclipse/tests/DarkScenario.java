// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.DarkTheme;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.ui.PlatformUI;

/** The dark theme: the timeline is dark, too. */
final class DarkScenario implements ScenarioRunner.Scenario {
  private static final String DARK = "org.eclipse.e4.ui.css.theme.e4_dark";
  private static final String LIGHT = "org.eclipse.e4.ui.css.theme.e4_default";

  @Override
  public void run(Bench bench) throws Exception {
    CaptureEntry capture = bench.open(Bench.samples().resolve("backend-transfer-2q"));
    MigrationTimeline view = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    theme(bench, DARK);
    bench.await(
        "a dark background", () -> DarkTheme.isDark(view.control().getParent().getBackground()));
    bench.ui(
        () -> {
          view.control().zoomAll();
          return null;
        });
    bench.await("the picture", () -> view.control().isDrawn());
    bench.screenshot("dark");
    log(bench, capture);
    theme(bench, LIGHT);
  }

  /** Words of a log are lighter than what is behind them. */
  private static void log(Bench bench, CaptureEntry capture) throws Exception {
    String name = capture.file("src.trace.log.gz").orElseThrow().name();
    EvidenceOpener.open(capture, List.of(new ProvingPlace(name, 40L, null, "", null, null)), true);
    bench.await("the log", () -> !bench.selectedText().isEmpty());
    StyledText text = bench.ui(() -> bench.editor().getAdapter(ITextViewer.class).getTextWidget());
    bench.await(
        "light words",
        () ->
            DarkTheme.isDark(text.getBackground())
                && Stream.of(text.getStyleRanges()).anyMatch(each -> each.foreground != null)
                && Stream.of(text.getStyleRanges())
                    .allMatch(
                        each -> each.foreground == null || !DarkTheme.isDark(each.foreground)));
    bench.screenshot("dark-log");
    bench.ui(() -> bench.page().closeAllEditors(false));
  }

  private static void theme(Bench bench, String id) throws Exception {
    bench.ui(
        () -> {
          PlatformUI.getWorkbench().getService(IThemeEngine.class).setTheme(id, false);
          return null;
        });
  }
}
