// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonObject;
import dev.vtrace.eclipse.log.LogMarkers;
import dev.vtrace.eclipse.views.FindingsView;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.ui.IViewPart;

/** A failed migration: its cause is the first finding, and markers stand at its lines. */
final class FailedScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    bench.open(Bench.samples().resolve("backend-transfer-failed"));
    JsonObject cause =
        Bench.json("findings.json").getAsJsonArray("diagnostics").get(0).getAsJsonObject();
    FindingsView findings = bench.view(FindingsView.ID, FindingsView.class);
    bench.await("findings", () -> findings.viewer().getTree().getItemCount() > 0);
    Bench.equal(
        bench.ui(() -> findings.viewer().getTree().getItem(0).getText(1)),
        cause.get("code").getAsString(),
        "the first finding");
    bench.await("markers", () -> markers().length > 0);
    bench.view("org.eclipse.ui.views.ProblemView", IViewPart.class);
    Thread.sleep(1500);
    bench.screenshot("problems");
    bench.view(FindingsView.ID, FindingsView.class);
    bench.screenshot("findings");
  }

  private static IMarker[] markers() throws Exception {
    return ResourcesPlugin.getWorkspace()
        .getRoot()
        .findMarkers(LogMarkers.TYPE, true, IResource.DEPTH_INFINITE);
  }
}
