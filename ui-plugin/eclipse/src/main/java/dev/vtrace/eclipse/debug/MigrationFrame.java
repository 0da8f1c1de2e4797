// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.model.IRegisterGroup;
import org.eclipse.debug.core.model.IStackFrame;
import org.eclipse.debug.core.model.IThread;
import org.eclipse.debug.core.model.IVariable;
import org.eclipse.lsp4j.debug.Scope;
import org.eclipse.lsp4j.debug.ScopesArguments;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.StackFrame;

/** A frame: an event, the window that it lies in, the migration. Its scopes are its variables. */
public final class MigrationFrame extends MigrationElement implements IStackFrame {
  private final MigrationThread thread;
  private final StackFrame told;
  private final int depth;
  private IVariable[] variables;

  MigrationFrame(MigrationThread thread, StackFrame told, int depth) {
    super(thread.migration());
    this.thread = thread;
    this.told = told;
    this.depth = depth;
  }

  int id() {
    return told.getId();
  }

  /** What the bytes of its step are asked by; null if it has none. */
  String memory() {
    return told.getInstructionPointerReference();
  }

  /** The document that it stands in; null if in none. */
  Source source() {
    return told.getSource();
  }

  @Override
  public IThread getThread() {
    return thread;
  }

  @Override
  public synchronized IVariable[] getVariables() throws DebugException {
    if (variables == null) {
      ScopesArguments arguments = new ScopesArguments();
      arguments.setFrameId(told.getId());
      List<IVariable> out = new ArrayList<>();
      for (Scope each : migration().get(migration().requests().scopes(arguments)).getScopes()) {
        String path = thread.id() + "/" + each.getName();
        MigrationValue value =
            new MigrationValue(migration(), path, "", each.getVariablesReference(), null);
        out.add(new MigrationVariable(each.getName(), path, value));
      }
      variables = out.toArray(new IVariable[0]);
    }
    return variables.clone();
  }

  @Override
  public boolean hasVariables() {
    return true;
  }

  @Override
  public int getLineNumber() {
    return told.getLine();
  }

  @Override
  public int getCharStart() {
    return -1;
  }

  @Override
  public int getCharEnd() {
    return -1;
  }

  @Override
  public String getName() {
    return told.getName();
  }

  @Override
  public IRegisterGroup[] getRegisterGroups() {
    return new IRegisterGroup[0];
  }

  @Override
  public boolean hasRegisterGroups() {
    return false;
  }

  @Override
  public boolean canStepInto() {
    return thread.canStepInto();
  }

  @Override
  public boolean canStepOver() {
    return thread.canStepOver();
  }

  @Override
  public boolean canStepReturn() {
    return thread.canStepReturn();
  }

  @Override
  public boolean isStepping() {
    return thread.isStepping();
  }

  @Override
  public void stepInto() {
    thread.stepInto();
  }

  @Override
  public void stepOver() {
    thread.stepOver();
  }

  @Override
  public void stepReturn() {
    thread.stepReturn();
  }

  @Override
  public boolean canResume() {
    return thread.canResume();
  }

  @Override
  public boolean canSuspend() {
    return thread.canSuspend();
  }

  @Override
  public boolean isSuspended() {
    return thread.isSuspended();
  }

  @Override
  public void resume() {
    thread.resume();
  }

  @Override
  public void suspend() {
    thread.suspend();
  }

  @Override
  public boolean canTerminate() {
    return thread.canTerminate();
  }

  @Override
  public boolean isTerminated() {
    return thread.isTerminated();
  }

  @Override
  public void terminate() {
    thread.terminate();
  }

  /** Frames of a place are equal, so that views keep their selection while people step. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MigrationFrame frame
        && frame.thread == thread
        && frame.depth == depth
        && frame.told.getName().equals(told.getName());
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(thread) * 31 + depth;
  }
}
