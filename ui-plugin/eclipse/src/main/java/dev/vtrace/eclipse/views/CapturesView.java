// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.RunnableAction;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.actions.CaptureActions;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;

/** The captures that are open, with what each shows and the files of each. */
public final class CapturesView extends FactView {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.captures";

  private static final String CAPTURE = "capture";
  private static final String PATH = "path";

  @Override
  List<Column> columns() {
    return List.of(new Column("Capture", 260), new Column("", 240));
  }

  @Override
  List<FactRow> rows() {
    return VtracePlugin.get().captures().all().stream().map(FactRows::capture).toList();
  }

  /** What was open when the workbench was closed is opened again. */
  @Override
  public void init(IViewSite site, IMemento memento) throws PartInitException {
    super.init(site, memento);
    if (memento != null) {
      for (IMemento each : memento.getChildren(CAPTURE)) {
        Path path = Path.of(each.getString(PATH));
        if (Files.exists(path)) {
          VtracePlugin.get().captures().open(path);
        }
      }
    }
  }

  @Override
  public void saveState(IMemento memento) {
    super.saveState(memento);
    for (CaptureEntry each : VtracePlugin.get().captures().all()) {
      memento.createChild(CAPTURE).putString(PATH, each.path().toString());
    }
  }

  @Override
  void fillMenu(IMenuManager menu, FactRow row) {
    CaptureEntry capture = row.capture();
    menu.add(new RunnableAction("Show Timeline", () -> CaptureActions.showTimeline(capture)));
    menu.add(new RunnableAction("Debug Migration", () -> CaptureActions.debug(capture)));
    menu.add(new RunnableAction("Create Bug Report...", () -> CaptureActions.report(capture)));
    menu.add(new RunnableAction("Export...", () -> CaptureActions.export(capture)));
    menu.add(
        new RunnableAction("Close Capture", () -> VtracePlugin.get().captures().close(capture)));
    super.fillMenu(menu, row);
  }
}
