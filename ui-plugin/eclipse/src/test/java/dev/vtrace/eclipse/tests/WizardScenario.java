// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonParser;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.actions.ArchiveEditor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.runtime.IPath;

/** The wizards write a report, which opens by double click, and JSON. */
final class WizardScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("vtrace-eclipse").toRealPath();
    bench.open(Bench.samples().resolve("backend-transfer-2q"));

    Path report = folder.resolve("report.vtrace");
    WizardDriver.refused(bench, WizardDriver.report(), Path.of("relative.vtrace"), "whole path");
    WizardDriver.refused(bench, WizardDriver.report(), folder.resolve("no/file"), "does not exist");
    WizardDriver.refused(bench, WizardDriver.report(), folder, "is a folder");
    WizardDriver.finish(bench, WizardDriver.report(), "report", "Bundle", report);
    Bench.awaitJobs("Writing");

    Path ledger = folder.resolve("ledger.json");
    WizardDriver.finish(bench, WizardDriver.export(), "export", "Ledger as JSON", ledger);
    Bench.awaitJobs("Writing");
    Bench.equal(
        JsonParser.parseString(Files.readString(ledger))
            .getAsJsonObject()
            .get("format")
            .getAsString(),
        "vtrace-ledger/1",
        "format");

    bench.ui(
        () -> {
          new ArchiveEditor().open(IPath.fromPath(report));
          return null;
        });
    bench.await(
        "the capture of the report",
        () ->
            VtracePlugin.get().captures().all().stream()
                .anyMatch(each -> each.path().equals(report)));
    VtracePlugin.get().captures().close(VtracePlugin.get().captures().current());
  }
}
