// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.timeline.MigrationTimeline;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.graphics.Color;
import org.eclipse.ui.PlatformUI;

/** The dark theme: the timeline is dark, too. */
final class DarkScenario implements ScenarioRunner.Scenario {
  private static final String DARK = "org.eclipse.e4.ui.css.theme.e4_dark";
  private static final String LIGHT = "org.eclipse.e4.ui.css.theme.e4_default";

  @Override
  public void run(Bench bench) throws Exception {
    bench.open(Bench.samples().resolve("backend-transfer-2q"));
    MigrationTimeline view = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    theme(bench, DARK);
    bench.await(
        "a dark background",
        () -> {
          Color colour = view.control().getParent().getBackground();
          return colour.getRed() + colour.getGreen() + colour.getBlue() < 3 * 128;
        });
    bench.ui(
        () -> {
          view.control().zoomAll();
          return null;
        });
    bench.await("the picture", () -> view.control().isDrawn());
    Thread.sleep(1500);
    bench.screenshot("dark");
    theme(bench, LIGHT);
  }

  private static void theme(Bench bench, String id) throws Exception {
    bench.ui(
        () -> {
          PlatformUI.getWorkbench().getService(IThemeEngine.class).setTheme(id, false);
          return null;
        });
  }
}
