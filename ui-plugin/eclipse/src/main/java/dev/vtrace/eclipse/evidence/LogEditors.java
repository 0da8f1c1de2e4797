// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.content.IContentType;
import org.eclipse.jface.text.IDocument;
import org.eclipse.ui.texteditor.ITextEditor;

/** Editors that show logs of QEMU. */
public final class LogEditors {
  private static final String LOG = "dev.vtrace.eclipse.log";

  private LogEditors() {}

  /** What an editor shows; null while it shows nothing. */
  public static IDocument document(ITextEditor editor) {
    return editor.getDocumentProvider() == null
        ? null
        : editor.getDocumentProvider().getDocument(editor.getEditorInput());
  }

  /** Whether an editor shows a log. */
  public static boolean isLog(ITextEditor editor) {
    IDocument document = document(editor);
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
}
