// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.stream.StreamEditor;
import java.util.List;

/** The stream in its editor: a field and its bytes select each other. */
final class StreamScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    CaptureEntry capture = bench.open(Bench.samples().resolve("backend-transfer-2q"));
    String name =
        capture.info().files().stream()
            .filter(each -> each.role().equals("stream"))
            .findFirst()
            .orElseThrow()
            .name();
    EvidenceOpener.open(capture, List.of(new ProvingPlace(name, null, 0L, "", null, null)), true);
    bench.await("the editor", () -> bench.editor() instanceof StreamEditor);
    StreamEditor editor = (StreamEditor) bench.ui(bench::editor);
    bench.await("the first record", () -> editor.selected() != null);

    JsonObject told = Bench.json("stream.json");
    for (JsonElement each : told.getAsJsonArray("fds")) {
      JsonObject fd = each.getAsJsonObject();
      if (fd.get("path").getAsString().endsWith("error_notifier")) {
        long offset = fd.get("offset").getAsLong();
        bench.ui(
            () -> {
              editor.reveal(offset);
              return null;
            });
        bench.await(
            "the byte of " + fd,
            () -> editor.hex().markedFrom() == offset && editor.hex().markedTo() == offset + 1);
        Bench.equal(editor.selected().label(), "error_notifier", "the field at the byte");
      }
    }
    bench.ui(
        () -> {
          editor.find("error_notifier");
          return null;
        });
    bench.await("what was looked for", () -> editor.status().contains("error_notifier"));
    bench.screenshot("stream");
  }
}
