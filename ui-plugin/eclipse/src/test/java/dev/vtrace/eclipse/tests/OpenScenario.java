// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import dev.vtrace.eclipse.views.LedgerView;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IPath;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.DropTargetListener;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Widget;
import org.eclipse.ui.ide.IDE;

/** The ways to open a capture: dropped onto views, imported, and by double click at its file. */
final class OpenScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    Path first = Bench.samples().resolve("backend-transfer-2q");
    Path second = Bench.samples().resolve("backend-transfer-failed");
    bench.closeCaptures();
    LedgerView ledger = bench.view(LedgerView.ID, LedgerView.class);
    drop(bench, ledger.viewer().getTree(), new String[] {first.toString(), second.toString()});
    bench.await("both captures", () -> isOpen(first) && isOpen(second));
    bench.await("rows", () -> ledger.viewer().getTree().getItemCount() > 0);

    bench.closeCaptures();
    IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject("mine");
    project.create(null);
    project.open(null);
    IResource linked = project.getFolder("capture");
    project.getFolder("capture").createLink(IPath.fromPath(second), IResource.NONE, null);
    MigrationTimeline timeline = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    drop(bench, timeline.control(), new IResource[] {linked});
    bench.await("the linked capture", () -> isOpen(second));

    bench.closeCaptures();
    WizardDriver.finish(bench, WizardDriver.open(), "import", null, first);
    bench.await("the imported capture", () -> isOpen(first));

    Path report = Files.createTempDirectory("vtrace-open").toRealPath().resolve("mine.vtrace");
    WizardDriver.finish(bench, WizardDriver.report(), "report", "Bundle", report);
    Bench.awaitJobs("Writing");
    IFile file = project.getFile("mine.vtrace");
    file.createLink(IPath.fromPath(report), IResource.NONE, null);
    bench.ui(() -> IDE.openEditor(bench.page(), file));
    bench.await("the capture of the report", () -> isOpen(report));
    bench.closeCaptures();
    project.delete(true, null);
  }

  private static boolean isOpen(Path path) {
    return VtracePlugin.get().captures().all().stream().anyMatch(each -> each.path().equals(path));
  }

  /** What SWT calls when something is dropped; its own event can be made by SWT only. */
  private static void drop(Bench bench, Control control, Object data) throws Exception {
    Class<?> type = Class.forName("org.eclipse.swt.dnd.DNDEvent");
    Constructor<?> made = type.getDeclaredConstructor();
    made.setAccessible(true);
    bench.ui(
        () -> {
          Event event = (Event) made.newInstance();
          event.widget = (Widget) control.getData(DND.DROP_TARGET_KEY);
          Constructor<DropTargetEvent> maker = DropTargetEvent.class.getDeclaredConstructor(type);
          maker.setAccessible(true);
          DropTargetEvent dropped = maker.newInstance(event);
          dropped.data = data;
          for (DropTargetListener each : ((DropTarget) event.widget).getDropListeners()) {
            each.dragEnter(dropped);
            Bench.equal(dropped.detail, DND.DROP_COPY, "what a drop does");
            each.drop(dropped);
          }
          return null;
        });
  }
}
