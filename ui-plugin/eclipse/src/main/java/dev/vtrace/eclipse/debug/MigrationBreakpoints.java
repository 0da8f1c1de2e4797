// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.VtracePlugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IMarkerDelta;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.IBreakpointListener;
import org.eclipse.debug.core.IBreakpointManager;
import org.eclipse.debug.core.IBreakpointManagerListener;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.lsp4j.debug.ExceptionFilterOptions;
import org.eclipse.lsp4j.debug.FunctionBreakpoint;
import org.eclipse.lsp4j.debug.SetBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsArguments;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceBreakpoint;

/** Keeps the adapter of one session informed of the breakpoints of the workspace. */
final class MigrationBreakpoints implements IBreakpointListener, IBreakpointManagerListener {
  private final MigrationTarget target;
  private final MigrationSources sources;
  private final IBreakpointManager manager = DebugPlugin.getDefault().getBreakpointManager();
  private final Set<IFile> told = new HashSet<>();

  MigrationBreakpoints(MigrationTarget target) {
    this.target = target;
    sources = new MigrationSources(target);
  }

  void install() throws DebugException {
    manager.addBreakpointListener(this);
    manager.addBreakpointManagerListener(this);
    try {
      send();
    } catch (CoreException e) {
      throw new DebugException(e.getStatus());
    }
  }

  void uninstall() {
    manager.removeBreakpointListener(this);
    manager.removeBreakpointManagerListener(this);
  }

  private synchronized void send() throws CoreException {
    Map<IFile, List<SourceBreakpoint>> lines = new LinkedHashMap<>();
    told.forEach(file -> lines.put(file, new ArrayList<>()));
    List<FunctionBreakpoint> functions = new ArrayList<>();
    List<ExceptionFilterOptions> filters = new ArrayList<>();
    for (IBreakpoint each : manager.getBreakpoints(MigrationElement.MODEL)) {
      IMarker marker = each.getMarker();
      if (!manager.isEnabled() || !each.isEnabled() || !marker.exists()) {
        continue;
      }
      String condition = marker.getAttribute(MigrationLineBreakpoint.CONDITION, null);
      if (each instanceof MigrationLineBreakpoint line
          && marker.getResource() instanceof IFile file) {
        SourceBreakpoint breakpoint = new SourceBreakpoint();
        breakpoint.setLine(line.getLineNumber());
        breakpoint.setCondition(condition);
        lines.computeIfAbsent(file, k -> new ArrayList<>()).add(breakpoint);
      } else if (marker.getAttribute(MigrationEventBreakpoint.NAME, null) != null) {
        FunctionBreakpoint breakpoint = new FunctionBreakpoint();
        breakpoint.setName(marker.getAttribute(MigrationEventBreakpoint.NAME, ""));
        breakpoint.setCondition(condition);
        functions.add(breakpoint);
      } else if (marker.getAttribute(MigrationEventBreakpoint.FILTER, null) != null) {
        ExceptionFilterOptions filter = new ExceptionFilterOptions();
        filter.setFilterId(marker.getAttribute(MigrationEventBreakpoint.FILTER, ""));
        filter.setCondition(condition);
        filters.add(filter);
      }
    }
    told.addAll(lines.keySet());
    send(lines, functions, filters);
  }

  private void send(
      Map<IFile, List<SourceBreakpoint>> lines,
      List<FunctionBreakpoint> functions,
      List<ExceptionFilterOptions> filters)
      throws DebugException {
    for (Map.Entry<IFile, List<SourceBreakpoint>> each : lines.entrySet()) {
      Source source = sources.of(each.getKey());
      if (source != null) {
        SetBreakpointsArguments arguments = new SetBreakpointsArguments();
        arguments.setSource(source);
        arguments.setBreakpoints(each.getValue().toArray(new SourceBreakpoint[0]));
        target.get(target.requests().setBreakpoints(arguments));
      }
    }
    SetFunctionBreakpointsArguments named = new SetFunctionBreakpointsArguments();
    named.setBreakpoints(functions.toArray(new FunctionBreakpoint[0]));
    target.get(target.requests().setFunctionBreakpoints(named));
    SetExceptionBreakpointsArguments kinds = new SetExceptionBreakpointsArguments();
    kinds.setFilters(new String[0]);
    kinds.setFilterOptions(filters.toArray(new ExceptionFilterOptions[0]));
    target.get(target.requests().setExceptionBreakpoints(kinds));
  }

  private void sendLater() {
    DebugPlugin.getDefault()
        .asyncExec(
            () -> {
              try {
                if (!target.isTerminated()) {
                  send();
                }
              } catch (CoreException e) {
                VtracePlugin.log(e.getStatus().getMessage(), e);
              }
            });
  }

  @Override
  public void breakpointAdded(IBreakpoint breakpoint) {
    changed(breakpoint);
  }

  @Override
  public void breakpointRemoved(IBreakpoint breakpoint, IMarkerDelta delta) {
    changed(breakpoint);
  }

  @Override
  public void breakpointChanged(IBreakpoint breakpoint, IMarkerDelta delta) {
    changed(breakpoint);
  }

  private void changed(IBreakpoint breakpoint) {
    if (target.supportsBreakpoint(breakpoint)) {
      sendLater();
    }
  }

  @Override
  public void breakpointManagerEnablementChanged(boolean enabled) {
    sendLater();
  }
}
