// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.decoder.export.Plain;
import java.util.Map;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.PlatformUI;

/** Texts and icons of one column. */
final class FactLabels extends ColumnLabelProvider {
  private static final Map<String, String> SHARED =
      Map.of(
          "error", ISharedImages.IMG_OBJS_ERROR_TSK,
          "warning", ISharedImages.IMG_OBJS_WARN_TSK,
          "info", ISharedImages.IMG_OBJS_INFO_TSK,
          "files", ISharedImages.IMG_OBJ_FOLDER,
          "capture", ISharedImages.IMG_OBJ_FOLDER,
          "stream", ISharedImages.IMG_OBJ_FILE,
          "trace", ISharedImages.IMG_OBJ_FILE,
          "evidence", ISharedImages.IMG_OBJ_FILE);

  private final int column;

  FactLabels(int column) {
    this.column = column;
  }

  @Override
  public String getText(Object element) {
    FactRow row = (FactRow) element;
    // What evidence says may hold anything, line feeds and marks of direction among it.
    return column < row.columns().size() ? Plain.text(row.columns().get(column)) : "";
  }

  @Override
  public Image getImage(Object element) {
    FactRow row = (FactRow) element;
    if (column > 0) {
      return null;
    }
    Image verdict = VerdictImages.of(row.mark());
    String shared = SHARED.get(row.mark());
    return verdict != null || shared == null
        ? verdict
        : PlatformUI.getWorkbench().getSharedImages().getImage(shared);
  }

  @Override
  public String getToolTipText(Object element) {
    return Plain.text(String.join("  ", ((FactRow) element).columns()));
  }
}
