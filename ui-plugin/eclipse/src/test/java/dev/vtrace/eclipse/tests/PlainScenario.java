// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.ui.ide.FileStoreEditorInput;
import org.eclipse.ui.ide.IDE;

/**
 * A text that is none of ours in the platform's editor, which logs are shown in, too: how long the
 * user interface waits for the first one of these is the platform's, and printed to compare with.
 */
final class PlainScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    Path text = Files.createTempFile("plain", ".text");
    Files.writeString(text, "Nothing of a migration.\n".repeat(1000));
    bench.ui(
        () ->
            IDE.openEditor(
                bench.page(),
                new FileStoreEditorInput(EFS.getStore(text.toUri())),
                dev.vtrace.eclipse.evidence.EvidenceOpener.LOG_EDITOR));
    bench.await("the text", () -> bench.editor() != null);
    System.out.println("the first text, without the plug-in: " + bench.longestWait());
    bench.ui(() -> bench.page().closeAllEditors(false));
    Files.delete(text);
  }
}
