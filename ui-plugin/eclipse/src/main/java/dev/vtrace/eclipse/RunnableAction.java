// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse;

import org.eclipse.jface.action.Action;

/** Something that people choose from a menu or tool bar. */
public final class RunnableAction extends Action {
  private final Runnable work;

  /** With a text and what it does. */
  public RunnableAction(String text, Runnable work) {
    this(text, null, work);
  }

  /** With a tool tip, too. */
  public RunnableAction(String text, String tip, Runnable work) {
    super(text);
    this.work = work;
    setToolTipText(tip);
  }

  @Override
  public void run() {
    work.run();
  }
}
