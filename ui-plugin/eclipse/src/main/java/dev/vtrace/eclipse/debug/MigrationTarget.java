// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import com.google.gson.JsonObject;
import dev.vtrace.eclipse.FailureDialog;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.core.resources.IMarkerDelta;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.debug.core.DebugEvent;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.model.DebugElement;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.IDebugTarget;
import org.eclipse.debug.core.model.IMemoryBlock;
import org.eclipse.debug.core.model.IMemoryBlockExtension;
import org.eclipse.debug.core.model.IMemoryBlockRetrievalExtension;
import org.eclipse.debug.core.model.IProcess;
import org.eclipse.debug.core.model.IThread;
import org.eclipse.lsp4j.debug.ConfigurationDoneArguments;
import org.eclipse.lsp4j.debug.PauseArguments;
import org.eclipse.lsp4j.debug.StoppedEventArguments;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;

/** A debugged migration: its processes are the threads, and all stop and go together. */
public final class MigrationTarget extends DebugElement
    implements IDebugTarget, IMemoryBlockRetrievalExtension {
  private static final Set<MigrationTarget> RUNNING = ConcurrentHashMap.newKeySet();

  private final ILaunch launch;
  private final String name;
  private final Path capture;
  private final Map<Integer, MigrationThread> threads = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> initialized = new CompletableFuture<>();
  private final ChangedValues values = new ChangedValues();
  private final AdapterConsole console;
  private AdapterProcess adapter;
  private MigrationBreakpoints breakpoints;
  private volatile boolean suspended;
  private volatile boolean terminated;
  private volatile long position = -1;

  /**
   * @param capture what is replayed; null for a QEMU that is attached to
   */
  private MigrationTarget(ILaunch launch, String name, Path capture) {
    super(null);
    this.launch = launch;
    this.name = name;
    this.capture = capture;
    console = new AdapterConsole("vtrace: " + name);
  }

  /**
   * Starts the adapter on a run and waits until it has read it.
   *
   * @throws IOException with a sentence, if it cannot
   */
  public static MigrationTarget start(
      ILaunch launch,
      String name,
      Path capture,
      Map<String, Object> arguments,
      IProgressMonitor monitor)
      throws IOException, DebugException {
    MigrationTarget out = new MigrationTarget(launch, name, capture);
    if (VtracePlugin.isClosing()) {
      throw new OperationCanceledException();
    }
    RUNNING.add(out);
    out.adapter = AdapterProcess.start(new AdapterClient(out));
    try {
      out.adapter.initialize();
      CompletableFuture<Void> begun = out.adapter.begin(capture == null, arguments);
      out.adapter.get(CompletableFuture.anyOf(begun, out.initialized), monitor);
      if (out.terminated || VtracePlugin.isClosing()) {
        throw new OperationCanceledException();
      }
      launch.addDebugTarget(out);
      out.fireCreationEvent();
      out.breakpoints = new MigrationBreakpoints(out);
      out.breakpoints.install();
      out.adapter.get(out.requests().configurationDone(new ConfigurationDoneArguments()), monitor);
      out.adapter.get(begun, monitor);
      out.refreshThreads();
      return out;
    } catch (IOException | DebugException | RuntimeException e) {
      if (out.terminated) {
        // People ended it, or the workbench is closing: that it did not come up is no failure.
        throw new OperationCanceledException();
      }
      out.ended();
      throw e;
    }
  }

  /** Ends all sessions, and waits for that. */
  public static void endAll() {
    boolean any = !RUNNING.isEmpty();
    RUNNING.forEach(MigrationTarget::ended);
    if (any) {
      // Also those of stops whose place an adapter did not say until now.
      PerspectiveSwitches.drop();
    }
  }

  void initialized() {
    initialized.complete(null);
  }

  IDebugProtocolServer requests() {
    return adapter.requests();
  }

  /** Waits for an answer of the adapter. */
  <T> T get(CompletableFuture<T> answer) throws DebugException {
    return adapter.get(answer);
  }

  /** Values as they were at the last stop. */
  ChangedValues values() {
    return values;
  }

  /** The capture that is replayed; null if it is not open or none is. */
  CaptureEntry captureEntry() {
    return VtracePlugin.get().captures().all().stream()
        .filter(each -> each.path().equals(capture))
        .findFirst()
        .orElse(null);
  }

  /** Where the debugger stands, in nanoseconds since the epoch; -1 if that is not known. */
  public long position() {
    return position;
  }

  /** The process of the adapter, for tests. */
  public ProcessHandle handle() {
    return adapter.handle();
  }

  void stopped(StoppedEventArguments event) {
    // This is the thread that reads answers: it must not wait for one.
    CompletableFuture.runAsync(() -> showStop(event));
  }

  private void showStop(StoppedEventArguments event) {
    if (!VtracePlugin.staysOpen() || terminated) {
      return;
    }
    try {
      refreshThreads();
    } catch (DebugException e) {
      VtracePlugin.log(e.getStatus().getMessage(), e);
    }
    values.stopped();
    suspended = true;
    int detail = detail(event.getReason());
    for (MigrationThread thread : threads.values()) {
      boolean cause = event.getThreadId() != null && thread.id() == event.getThreadId();
      thread.stopped(cause ? reason(event) : "", cause ? detail : DebugEvent.UNSPECIFIED, cause);
    }
  }

  private static String reason(StoppedEventArguments event) {
    return event.getDescription() != null ? event.getDescription() : event.getReason();
  }

  private static int detail(String reason) {
    return switch (reason) {
      case "step" -> DebugEvent.STEP_END;
      case "pause" -> DebugEvent.CLIENT_REQUEST;
      default -> DebugEvent.BREAKPOINT;
    };
  }

  private synchronized void refreshThreads() throws DebugException {
    Set<Integer> there = new HashSet<>();
    for (var each : get(requests().threads()).getThreads()) {
      there.add(each.getId());
      threads.computeIfAbsent(
          each.getId(),
          id -> {
            MigrationThread thread = new MigrationThread(this, id, each.getName());
            thread.fireCreationEvent();
            return thread;
          });
    }
    for (MigrationThread each : List.copyOf(threads.values())) {
      if (!there.contains(each.id())) {
        threads.remove(each.id());
        each.fireTerminateEvent();
      }
    }
  }

  void told(String text) {
    console.tell(text);
  }

  void continued() {
    if (terminated || VtracePlugin.isClosing()) {
      return;
    }
    suspended = false;
    threads.values().forEach(each -> each.resumed(DebugEvent.CLIENT_REQUEST));
  }

  /** A move was refused: all stand where they stood. */
  void stayed(MigrationThread thread, Throwable problem) {
    if (terminated || VtracePlugin.isClosing()) {
      return;
    }
    suspended = true;
    thread.stopped(String.valueOf(problem.getMessage()), DebugEvent.STEP_END, true);
  }

  void positionIs(JsonObject told) {
    position = ServerAnswers.nanoseconds(told.get("time"));
    CaptureEntry entry = captureEntry();
    if (entry != null) {
      VtracePlugin.get().captures().debuggerAt(entry, position);
    }
  }

  /** The adapter has ended, or is to. */
  void ended() {
    synchronized (this) {
      if (terminated) {
        return;
      }
      terminated = true;
    }
    RUNNING.remove(this);
    if (breakpoints != null && DebugPlugin.getDefault() != null) {
      breakpoints.uninstall();
    }
    CaptureEntry entry = VtracePlugin.get() == null ? null : captureEntry();
    if (entry != null) {
      VtracePlugin.get().captures().debuggerAt(entry, -1);
    }
    if (adapter != null) {
      adapter.close();
    }
    if (DebugPlugin.getDefault() != null && !VtracePlugin.isClosing()) {
      threads.values().forEach(MigrationThread::fireTerminateEvent);
      fireTerminateEvent();
    }
    threads.clear();
  }

  @Override
  public IDebugTarget getDebugTarget() {
    return this;
  }

  @Override
  public ILaunch getLaunch() {
    return launch;
  }

  @Override
  public String getModelIdentifier() {
    return MigrationElement.MODEL;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public IProcess getProcess() {
    return null;
  }

  @Override
  public IThread[] getThreads() {
    List<MigrationThread> out = new ArrayList<>(threads.values());
    out.sort((a, b) -> Integer.compare(a.id(), b.id()));
    return out.toArray(new IThread[0]);
  }

  @Override
  public boolean hasThreads() {
    return !threads.isEmpty();
  }

  @Override
  public boolean supportsBreakpoint(IBreakpoint breakpoint) {
    return breakpoint.getModelIdentifier().equals(MigrationElement.MODEL);
  }

  @Override
  public boolean canTerminate() {
    return !terminated;
  }

  @Override
  public boolean isTerminated() {
    return terminated;
  }

  @Override
  public void terminate() {
    // To say goodbye may take a moment, and this is the thread of the user interface.
    CompletableFuture.runAsync(this::ended);
  }

  @Override
  public boolean canResume() {
    return suspended && !terminated;
  }

  @Override
  public boolean canSuspend() {
    return !suspended && !terminated;
  }

  @Override
  public boolean isSuspended() {
    return suspended;
  }

  @Override
  public void resume() throws DebugException {
    for (IThread each : getThreads()) {
      each.resume();
      return;
    }
  }

  @Override
  public void suspend() {
    PauseArguments arguments = new PauseArguments();
    arguments.setThreadId(threads.keySet().stream().findFirst().orElse(0));
    requests()
        .pause(arguments)
        .exceptionally(
            problem -> {
              FailureDialog.show(name, problem.getMessage());
              return null;
            });
  }

  @Override
  public void breakpointAdded(IBreakpoint breakpoint) {
    // MigrationBreakpoints tells the adapter.
  }

  @Override
  public void breakpointRemoved(IBreakpoint breakpoint, IMarkerDelta delta) {
    // The same.
  }

  @Override
  public void breakpointChanged(IBreakpoint breakpoint, IMarkerDelta delta) {
    // The same.
  }

  @Override
  public boolean canDisconnect() {
    return false;
  }

  @Override
  public void disconnect() {
    terminate();
  }

  @Override
  public boolean isDisconnected() {
    return terminated;
  }

  @Override
  public boolean supportsStorageRetrieval() {
    return true;
  }

  /** The bytes of what people watch, at the frame that is selected. */
  @Override
  public IMemoryBlockExtension getExtendedMemoryBlock(String expression, Object context)
      throws DebugException {
    return MigrationMemory.watched(this, expression, context);
  }

  @Override
  public IMemoryBlock getMemoryBlock(long address, long length) throws DebugException {
    throw new DebugException(VtracePlugin.status("Bytes are asked for by an expression", null));
  }
}
