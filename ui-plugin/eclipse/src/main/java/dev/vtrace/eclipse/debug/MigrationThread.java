// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.concurrent.CompletableFuture;
import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.IStackFrame;
import org.eclipse.debug.core.model.IThread;
import org.eclipse.lsp4j.debug.ContinueArguments;
import org.eclipse.lsp4j.debug.NextArguments;
import org.eclipse.lsp4j.debug.ReverseContinueArguments;
import org.eclipse.lsp4j.debug.StackFrame;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StepBackArguments;
import org.eclipse.lsp4j.debug.StepInArguments;
import org.eclipse.lsp4j.debug.StepOutArguments;

/** A process that took part in a debugged migration. */
public final class MigrationThread extends MigrationElement implements IThread {
  private static final int MOST_FRAMES = 200;

  private final int id;
  private final String name;
  private volatile String reason = "";
  private volatile boolean stepping;
  private MigrationFrame[] frames;

  MigrationThread(MigrationTarget target, int id, String name) {
    super(target);
    this.id = id;
    this.name = name;
  }

  int id() {
    return id;
  }

  @Override
  public void fireCreationEvent() {
    super.fireCreationEvent();
  }

  @Override
  public void fireTerminateEvent() {
    super.fireTerminateEvent();
  }

  void stopped(String why, int detail, boolean cause) {
    synchronized (this) {
      frames = null;
    }
    reason = why;
    stepping = false;
    if (cause) {
      fireSuspendEvent(detail);
    } else {
      fireChangeEvent(DebugEvent.CONTENT);
    }
  }

  void resumed(int detail) {
    synchronized (this) {
      frames = null;
    }
    reason = "";
    fireResumeEvent(detail);
  }

  @Override
  public String getName() {
    return name;
  }

  /** Why it stands where it stands; empty if that has another process. */
  public String reason() {
    return reason;
  }

  @Override
  public int getPriority() {
    return 0;
  }

  @Override
  public IStackFrame[] getStackFrames() throws DebugException {
    if (!isSuspended()) {
      return new IStackFrame[0];
    }
    synchronized (this) {
      if (frames != null) {
        return frames.clone();
      }
    }
    StackTraceArguments arguments = new StackTraceArguments();
    arguments.setThreadId(id);
    arguments.setLevels(MOST_FRAMES);
    StackFrame[] told =
        migration().get(migration().requests().stackTrace(arguments)).getStackFrames();
    MigrationFrame[] out = new MigrationFrame[told.length];
    for (int i = 0; i < told.length; i++) {
      out[i] = new MigrationFrame(this, told[i], i);
    }
    synchronized (this) {
      frames = out;
    }
    return out.clone();
  }

  @Override
  public IStackFrame getTopStackFrame() throws DebugException {
    IStackFrame[] all = getStackFrames();
    return all.length == 0 ? null : all[0];
  }

  @Override
  public boolean hasStackFrames() {
    return isSuspended();
  }

  @Override
  public IBreakpoint[] getBreakpoints() {
    return new IBreakpoint[0];
  }

  /** A move; all processes go, and the stop that follows is told by an event. */
  private void move(CompletableFuture<?> request, int detail) {
    stepping = detail != DebugEvent.CLIENT_REQUEST;
    migration().continued();
    // What is refused leaves all where it is.
    request.exceptionally(
        problem -> {
          migration().stayed(this, problem);
          return null;
        });
  }

  @Override
  public void resume() {
    ContinueArguments arguments = new ContinueArguments();
    arguments.setThreadId(id);
    move(migration().requests().continue_(arguments), DebugEvent.CLIENT_REQUEST);
  }

  @Override
  public void stepInto() {
    StepInArguments arguments = new StepInArguments();
    arguments.setThreadId(id);
    move(migration().requests().stepIn(arguments), DebugEvent.STEP_INTO);
  }

  @Override
  public void stepOver() {
    NextArguments arguments = new NextArguments();
    arguments.setThreadId(id);
    move(migration().requests().next(arguments), DebugEvent.STEP_OVER);
  }

  @Override
  public void stepReturn() {
    StepOutArguments arguments = new StepOutArguments();
    arguments.setThreadId(id);
    move(migration().requests().stepOut(arguments), DebugEvent.STEP_RETURN);
  }

  /** Goes one step back. */
  public void stepBack() {
    StepBackArguments arguments = new StepBackArguments();
    arguments.setThreadId(id);
    move(migration().requests().stepBack(arguments), DebugEvent.STEP_OVER);
  }

  /** Goes back to the breakpoint before this place, else to the beginning. */
  public void reverse() {
    ReverseContinueArguments arguments = new ReverseContinueArguments();
    arguments.setThreadId(id);
    move(migration().requests().reverseContinue(arguments), DebugEvent.CLIENT_REQUEST);
  }

  @Override
  public boolean canResume() {
    return isSuspended() && !isTerminated();
  }

  @Override
  public boolean canSuspend() {
    return migration().canSuspend();
  }

  @Override
  public boolean isSuspended() {
    return migration().isSuspended();
  }

  @Override
  public void suspend() {
    migration().suspend();
  }

  @Override
  public boolean canStepInto() {
    return canResume();
  }

  @Override
  public boolean canStepOver() {
    return canResume();
  }

  @Override
  public boolean canStepReturn() {
    return canResume();
  }

  @Override
  public boolean isStepping() {
    return stepping;
  }

  @Override
  public boolean canTerminate() {
    return migration().canTerminate();
  }

  @Override
  public boolean isTerminated() {
    return migration().isTerminated();
  }

  @Override
  public void terminate() {
    migration().terminate();
  }
}
