// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.actions.CaptureActions;
import dev.vtrace.eclipse.model.CaptureEntry;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Composite;

/** The captures that are open, with what each shows and the files of each. Files can be dropped on it. */
public final class CapturesView extends FactView {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.captures";

  @Override
  List<Column> columns() {
    return List.of(new Column("Capture", 260), new Column("", 240));
  }

  @Override
  List<FactRow> rows() {
    return VtracePlugin.get().captures().all().stream().map(FactRows::capture).toList();
  }

  @Override
  public void createPartControl(Composite parent) {
    super.createPartControl(parent);
    viewer()
        .addDropSupport(
            DND.DROP_COPY | DND.DROP_DEFAULT | DND.DROP_LINK,
            new Transfer[] {FileTransfer.getInstance()},
            new DropTargetAdapter() {
              @Override
              public void dragEnter(DropTargetEvent event) {
                event.detail = DND.DROP_COPY;
              }

              @Override
              public void drop(DropTargetEvent event) {
                for (String each : (String[]) event.data) {
                  VtracePlugin.get().captures().open(Path.of(each));
                }
              }
            });
  }

  @Override
  void fillMenu(IMenuManager menu, FactRow row) {
    CaptureEntry capture = row.capture();
    menu.add(action("Show Timeline", () -> CaptureActions.showTimeline(capture)));
    menu.add(action("Debug Migration", () -> CaptureActions.debug(capture)));
    menu.add(action("Create Bug Report...", () -> CaptureActions.report(capture)));
    menu.add(action("Export...", () -> CaptureActions.export(capture)));
    menu.add(action("Close Capture", () -> VtracePlugin.get().captures().close(capture)));
    super.fillMenu(menu, row);
  }
}
