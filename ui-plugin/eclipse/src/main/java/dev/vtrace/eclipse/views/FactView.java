// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.RunnableAction;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.model.CaptureList;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.action.IMenuListener;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.IElementComparer;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.TreePath;
import org.eclipse.jface.viewers.TreeSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.part.ViewPart;

/**
 * A view that shows rows of facts; a selected one shows where it stands in evidence and timeline.
 */
public abstract class FactView extends ViewPart implements CaptureList.CaptureListener {
  /** More rows are made when people ask for them: to make one takes long. */
  private static final int MOST_AT_ONCE = 1000;

  private static final int MOST_EXPANDED = 150;

  private TreeViewer viewer;
  private int orders;
  private int wanted = -1;

  /** A column: its title, and its width in pixels. */
  record Column(String title, int width) {}

  abstract List<Column> columns();

  abstract List<FactRow> rows();

  @Override
  public void createPartControl(Composite parent) {
    viewer = new TreeViewer(parent, SWT.FULL_SELECTION | SWT.MULTI | SWT.V_SCROLL | SWT.H_SCROLL);
    viewer.getTree().setHeaderVisible(columns().size() > 1);
    viewer.setContentProvider(new FactContent());
    viewer.setComparer(new RowIdentity());
    viewer.setUseHashlookup(true);
    viewer.setDisplayIncrementally(MOST_AT_ONCE);
    int index = 0;
    for (Column each : columns()) {
      TreeViewerColumn column = new TreeViewerColumn(viewer, SWT.LEFT);
      column.getColumn().setText(each.title());
      column.getColumn().setWidth(each.width());
      column.getColumn().setMoveable(true);
      column.setLabelProvider(new FactLabels(index++));
    }
    ColumnViewerToolTipSupport.enableFor(viewer);
    viewer.addPostSelectionChangedListener(event -> follow());
    viewer.addOpenListener(event -> show(true));
    createMenu();
    CaptureDrop.accept(viewer.getTree());
    getSite().setSelectionProvider(viewer);
    VtracePlugin.get().captures().add(this);
    refresh();
  }

  private void createMenu() {
    MenuManager menu = new MenuManager();
    menu.setRemoveAllWhenShown(true);
    IMenuListener fill =
        manager -> {
          FactRow row = selected();
          if (row != null) {
            fillMenu(manager, row);
          }
        };
    menu.addMenuListener(fill);
    viewer.getTree().setMenu(menu.createContextMenu(viewer.getTree()));
    getSite().registerContextMenu(menu, viewer);
  }

  void fillMenu(org.eclipse.jface.action.IMenuManager menu, FactRow row) {
    if (!row.proofs().isEmpty()) {
      menu.add(new RunnableAction("Show Evidence", () -> show(true)));
    }
    if (row.page() != null) {
      menu.add(new RunnableAction("Explain This Rule", () -> EvidenceOpener.open(row.page())));
    }
    menu.add(new RunnableAction("Copy", this::copy));
  }

  private void copy() {
    List<String> lines = new ArrayList<>();
    for (Object each : viewer.getStructuredSelection().toList()) {
      lines.add(((FactRow) each).text());
    }
    Clipboard clipboard = new Clipboard(viewer.getTree().getDisplay());
    clipboard.setContents(
        new Object[] {String.join("\n", lines)}, new Transfer[] {TextTransfer.getInstance()});
    clipboard.dispose();
  }

  FactRow selected() {
    return (FactRow) viewer.getStructuredSelection().getFirstElement();
  }

  private void follow() {
    FactRow row = selected();
    if (row != null && row.capture() != null && viewer.getTree().isFocusControl()) {
      VtracePlugin.get().captures().show(row.capture());
      if (row.item() >= 0) {
        VtracePlugin.get().captures().select(row.capture(), row.item(), this);
      }
      show(false);
    }
  }

  private void show(boolean activate) {
    FactRow row = selected();
    if (row != null && !row.proofs().isEmpty()) {
      EvidenceOpener.open(row.capture(), row.proofs(), activate);
    }
  }

  @Override
  public void capturesChanged() {
    getSite().getShell().getDisplay().asyncExec(this::refresh);
  }

  @Override
  public void itemSelected(CaptureEntry capture, int item, Object source) {
    if (source != this) {
      getSite().getShell().getDisplay().asyncExec(() -> selectItem(item));
    }
  }

  private void selectItem(int item) {
    // Its row may be made just now.
    wanted = item;
    if (!viewer.getControl().isDisposed() && viewer.getInput() != null) {
      List<Object> path = new ArrayList<>();
      for (Object row : (Object[]) viewer.getInput()) {
        if (find((FactRow) row, item, path)) {
          wanted = -1;
          viewer.setSelection(new TreeSelection(new TreePath(path.toArray())), true);
          return;
        }
      }
    }
  }

  private static boolean find(FactRow row, int item, List<Object> path) {
    path.add(row);
    if (row.item() == item || row.children().stream().anyMatch(each -> find(each, item, path))) {
      return true;
    }
    path.remove(path.size() - 1);
    return false;
  }

  /** Rows are made in a job; those that were asked for last are shown. */
  private void refresh() {
    int order = ++orders;
    Job job =
        Job.create(
            "Making the rows of " + getTitle(),
            (ICoreRunnable)
                monitor -> {
                  CaptureEntry current = VtracePlugin.get().captures().current();
                  Object[] rows = rows().toArray();
                  Display.getDefault()
                      .asyncExec(
                          () -> {
                            if (order == orders && !viewer.getControl().isDisposed()) {
                              show(current, rows);
                            }
                          });
                });
    job.setSystem(true);
    job.schedule();
  }

  private void show(CaptureEntry current, Object[] rows) {
    viewer.setInput(rows);
    setContentDescription(rows.length == 0 ? nothing() : "");
    setTitleToolTip(current == null ? getTitle() : current.path().toString());
    expand(rows);
    if (wanted >= 0) {
      selectItem(wanted);
    }
  }

  /** What stands in the view while it has no rows. */
  String nothing() {
    return "No capture is open. Use File > Import, or drag a folder with a recorded migration here.";
  }

  /** Opens the first rows, as many as people look through. */
  void expand(Object[] rows) {
    int seen = rows.length;
    for (Object each : rows) {
      seen += ((FactRow) each).children().size();
      if (seen > MOST_EXPANDED) {
        return;
      }
      viewer.setExpandedState(each, true);
    }
  }

  /** The viewer, for subclasses and tests. */
  public TreeViewer viewer() {
    return viewer;
  }

  @Override
  public void setFocus() {
    viewer.getTree().setFocus();
  }

  @Override
  public void dispose() {
    VtracePlugin plugin = VtracePlugin.get();
    if (plugin != null) {
      plugin.captures().remove(this);
    }
    super.dispose();
  }

  /**
   * Rows hold whole trees: to compare what is in them would take long, and they are never made
   * twice.
   */
  private static final class RowIdentity implements IElementComparer {
    @Override
    public boolean equals(Object a, Object b) {
      return a == b;
    }

    @Override
    public int hashCode(Object row) {
      return System.identityHashCode(row);
    }
  }

  private static final class FactContent implements ITreeContentProvider {
    @Override
    public Object[] getElements(Object input) {
      return (Object[]) input;
    }

    @Override
    public Object[] getChildren(Object row) {
      return ((FactRow) row).children().toArray();
    }

    @Override
    public Object getParent(Object row) {
      return null;
    }

    @Override
    public boolean hasChildren(Object row) {
      return !((FactRow) row).children().isEmpty();
    }
  }
}
