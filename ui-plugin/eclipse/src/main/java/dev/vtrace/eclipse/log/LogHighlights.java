// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;

/**
 * Marks nothing, and stands in for what the generic editor does where nobody else marks words: it
 * looks for the word at the cursor in all of the text, in the thread of the user interface, which
 * takes seconds in a log of 16 MB.
 */
public final class LogHighlights implements IReconciler {
  @Override
  public void install(ITextViewer viewer) {
    // Nothing is marked.
  }

  @Override
  public void uninstall() {
    // Nothing was marked.
  }

  @Override
  public IReconcilingStrategy getReconcilingStrategy(String contentType) {
    return null;
  }
}
