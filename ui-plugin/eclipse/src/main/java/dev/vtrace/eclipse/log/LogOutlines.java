// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import dev.vtrace.eclipse.evidence.LogEditors;
import org.eclipse.core.runtime.IAdapterFactory;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.IContentOutlinePage;

/** Gives the generic editor an outline where it shows a log. */
public final class LogOutlines implements IAdapterFactory {
  @Override
  public <T> T getAdapter(Object editor, Class<T> type) {
    boolean wanted =
        type == IContentOutlinePage.class
            && editor instanceof ITextEditor text
            && LogEditors.isLog(text);
    return wanted ? type.cast(new LogOutline((ITextEditor) editor)) : null;
  }

  @Override
  public Class<?>[] getAdapterList() {
    return new Class<?>[] {IContentOutlinePage.class};
  }
}
