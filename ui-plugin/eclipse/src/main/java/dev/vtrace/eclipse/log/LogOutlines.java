// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IAdapterFactory;
import org.eclipse.core.runtime.content.IContentType;
import org.eclipse.jface.text.IDocument;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.views.contentoutline.IContentOutlinePage;

/** Gives the generic editor an outline where it shows a log. */
public final class LogOutlines implements IAdapterFactory {
  private static final String LOG = "dev.vtrace.eclipse.log";

  @Override
  public <T> T getAdapter(Object editor, Class<T> type) {
    boolean wanted =
        type == IContentOutlinePage.class && editor instanceof ITextEditor text && isLog(text);
    return wanted ? type.cast(new LogOutline((ITextEditor) editor)) : null;
  }

  private static boolean isLog(ITextEditor editor) {
    IDocument document =
        editor.getDocumentProvider() == null
            ? null
            : editor.getDocumentProvider().getDocument(editor.getEditorInput());
    ITextFileBuffer buffer =
        document == null
            ? null
            : FileBuffers.getTextFileBufferManager().getTextFileBuffer(document);
    try {
      IContentType type = buffer == null ? null : buffer.getContentType();
      return type != null && type.getId().equals(LOG);
    } catch (CoreException e) {
      // What cannot be recognised is no log.
      return false;
    }
  }

  @Override
  public Class<?>[] getAdapterList() {
    return new Class<?>[] {IContentOutlinePage.class};
  }
}
