// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.stream;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.eclipse.server.ServerAnswers.StreamPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;

/**
 * Records and fields of a stream. An item is filled when it is first seen, with those around it.
 */
final class FieldTree {
  private static final int PAGE = 200;
  private static final String ASKED = "asked";

  private final Tree tree;
  private final StreamEditor editor;

  FieldTree(Composite parent, StreamEditor editor) {
    this.editor = editor;
    tree = new Tree(parent, SWT.VIRTUAL | SWT.FULL_SELECTION | SWT.BORDER);
    tree.setHeaderVisible(true);
    column("Field", 240);
    column("Value", 160);
    column("Offset", 90);
    column("Length", 80);
    tree.addListener(SWT.SetData, this::setData);
    tree.addListener(SWT.Selection, event -> selected((TreeItem) event.item));
  }

  private void column(String title, int width) {
    TreeColumn column = new TreeColumn(tree, SWT.LEFT);
    column.setText(title);
    column.setWidth(width);
  }

  void setSize(int records) {
    if (tree.getItemCount() != records) {
      tree.setItemCount(records);
    }
  }

  void setFocus() {
    tree.setFocus();
  }

  private void selected(TreeItem item) {
    if (item.getData() instanceof StreamPart part) {
      editor.selectPart(part);
    }
  }

  private void setData(Event event) {
    TreeItem item = (TreeItem) event.item;
    if (item.getData() == null && item.getData(ASKED) == null) {
      item.setText("\u2026");
      load(item.getParentItem(), event.index, () -> {});
    }
  }

  /** Fills the page of siblings that an item belongs to. */
  private void load(TreeItem parent, int index, Runnable then) {
    String node = parent == null ? "" : ((StreamPart) parent.getData()).id();
    int from = index / PAGE * PAGE;
    int count = parent == null ? tree.getItemCount() : parent.getItemCount();
    TreeItem first = parent == null ? tree.getItem(from) : parent.getItem(from);
    if (first.getData(ASKED) != null && first.getData() == null) {
      // The answer is on its way, and fills this item, too.
      editor.ask("Reading", monitor -> node, same -> then.run());
      return;
    }
    first.setData(ASKED, Boolean.TRUE);
    editor.ask(
        "Reading " + node,
        monitor -> editor.part(node, from, Math.min(PAGE, count - from), monitor),
        answer -> {
          if (parent == null ? !tree.isDisposed() : !parent.isDisposed()) {
            int at = from;
            for (StreamPart part : answer.nodes()) {
              int last = parent == null ? tree.getItemCount() : parent.getItemCount();
              if (at < last) {
                fill(parent == null ? tree.getItem(at) : parent.getItem(at), part);
              }
              at++;
            }
            then.run();
          }
        });
  }

  private static void fill(TreeItem item, StreamPart part) {
    if (item.getData() != null) {
      return;
    }
    item.setData(part);
    item.setData(ASKED, Boolean.TRUE);
    String value =
        part.fd() != null ? "descriptor: " + part.fd() : part.value() == null ? "" : part.value();
    String status = part.status() == null ? "" : part.status();
    item.setText(
        new String[] {
          Plain.text(part.label()),
          Plain.text((value + " " + status).strip()),
          Long.toString(part.offset()),
          Long.toString(part.length())
        });
    item.setItemCount(part.children());
  }

  /** Opens the way to the last of some nodes, each within the one before it, and selects that. */
  void select(List<StreamPart> path) {
    selectId(path.get(path.size() - 1).id());
  }

  /** Opens the way to a node and selects it. */
  void selectId(String id) {
    List<Integer> steps = new ArrayList<>();
    Arrays.stream(id.split("/")).map(Integer::valueOf).forEach(steps::add);
    descend(null, steps);
  }

  private void descend(TreeItem parent, List<Integer> steps) {
    int index = steps.get(0);
    int count = parent == null ? tree.getItemCount() : parent.getItemCount();
    if (index >= count) {
      return;
    }
    TreeItem item = parent == null ? tree.getItem(index) : parent.getItem(index);
    if (item.getData() == null) {
      load(parent, index, () -> descendInto(item, steps));
    } else {
      descendInto(item, steps);
    }
  }

  private void descendInto(TreeItem item, List<Integer> steps) {
    if (item.isDisposed()) {
      return;
    }
    if (item.getData() == null) {
      item.getDisplay().timerExec(PAGE, () -> descendInto(item, steps));
      return;
    }
    if (steps.size() == 1) {
      tree.setSelection(item);
      tree.showItem(item);
      return;
    }
    item.setExpanded(true);
    descend(item, steps.subList(1, steps.size()));
  }
}
