// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.eclipse.timeline.MigrationTimeline;
import org.eclipse.ui.IFolderLayout;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/** Captures at the left, the timeline at the top, evidence below it, facts at the bottom. */
public final class MigrationPerspective implements IPerspectiveFactory {
  /** Its id. */
  public static final String ID = "dev.vtrace.eclipse.perspective";

  @Override
  public void createInitialLayout(IPageLayout layout) {
    String editors = layout.getEditorArea();
    layout.addView(CapturesView.ID, IPageLayout.LEFT, 0.2f, editors);
    IFolderLayout top = layout.createFolder("timeline", IPageLayout.TOP, 0.55f, editors);
    top.addView(MigrationTimeline.ID);
    IFolderLayout bottom = layout.createFolder("facts", IPageLayout.BOTTOM, 0.6f, editors);
    bottom.addView(LedgerView.ID);
    bottom.addView(FindingsView.ID);
    bottom.addView(DescriptorsView.ID);
    bottom.addView(IPageLayout.ID_PROBLEM_VIEW);
    IFolderLayout left = layout.createFolder("outline", IPageLayout.BOTTOM, 0.6f, CapturesView.ID);
    left.addView(IPageLayout.ID_OUTLINE);
    layout.addPerspectiveShortcut("org.eclipse.debug.ui.DebugPerspective");
    layout.addShowViewShortcut(CapturesView.ID);
    layout.addShowViewShortcut(MigrationTimeline.ID);
  }
}
