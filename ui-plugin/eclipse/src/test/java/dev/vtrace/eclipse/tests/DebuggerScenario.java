// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.debug.MigrationEventBreakpoint;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.debug.MigrationThread;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.ILaunch;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.IThread;
import org.eclipse.debug.core.model.IVariable;
import org.eclipse.debug.ui.IDebugView;
import org.eclipse.jface.viewers.AbstractTreeViewer;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.PlatformUI;

/**
 * A recorded migration in the debugger: to the first skipped operation, a step back and forth
 * again.
 */
final class DebuggerScenario implements ScenarioRunner.Scenario {
  @Override
  public void run(Bench bench) throws Exception {
    Path capture = Bench.samples().resolve("backend-transfer-2q");
    bench.open(capture);
    IBreakpoint skipped = MigrationEventBreakpoint.of("skipped", "queue == 1");
    DebugPlugin.getDefault().getBreakpointManager().addBreakpoint(skipped);
    bench.ui(
        () -> {
          PlatformUI.getWorkbench()
              .showPerspective("org.eclipse.debug.ui.DebugPerspective", bench.window());
          return null;
        });
    bench.ui(
        () -> {
          MigrationLaunches.replay(capture);
          return null;
        });
    bench.await("the session", () -> target() != null && target().isSuspended());
    MigrationTarget target = target();

    target.resume();
    Bench.awaitHere("a skipped operation", () -> at(target) != null);
    MigrationThread thread = at(target);
    Bench.check(thread.reason().contains("skipped"), "it stopped because: " + thread.reason());
    Bench.check(
        variables(thread).stream().anyMatch(each -> each.endsWith("queue = 1")),
        "the condition holds: " + variables(thread));
    List<String> variables = variables(thread);
    Bench.check(
        variables.stream().anyMatch(each -> each.contains("skipped")), "variables: " + variables);
    String place = thread.getTopStackFrame().getName();
    int line = thread.getTopStackFrame().getLineNumber();
    IViewPart view = bench.view("org.eclipse.debug.ui.VariableView", IViewPart.class);
    bench.await("the scopes in their view", () -> rows(view) > 1);
    bench.ui(
        () -> {
          ((AbstractTreeViewer) ((IDebugView) view).getViewer()).expandToLevel(2);
          return null;
        });
    Thread.sleep(2000);
    bench.screenshot("debugger");

    thread.stepBack();
    Bench.awaitHere("an earlier step", () -> target.isSuspended() && !here(target, place, line));
    forward(target);
    Bench.awaitHere("the same step", () -> target.isSuspended() && here(target, place, line));
    Bench.equal(
        variables((MigrationThread) thread(target, place, line)),
        variables,
        "variables after a step back and forth");

    ProcessHandle adapter = target.handle();
    target.terminate();
    bench.await("the end", () -> target.isTerminated() && !adapter.isAlive());
    skipped.delete();
    bench.ui(
        () -> {
          PlatformUI.getWorkbench()
              .showPerspective(dev.vtrace.eclipse.views.MigrationPerspective.ID, bench.window());
          return null;
        });
  }

  private static int rows(IViewPart view) {
    return view instanceof IDebugView debug && debug.getViewer().getControl() instanceof Tree tree
        ? (int) Stream.of(tree.getItems()).filter(each -> !each.getText().isEmpty()).count()
        : 0;
  }

  static MigrationTarget target() {
    return Stream.of(DebugPlugin.getDefault().getLaunchManager().getLaunches())
        .map(ILaunch::getDebugTarget)
        .filter(each -> each instanceof MigrationTarget && !each.isTerminated())
        .map(MigrationTarget.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static MigrationThread at(MigrationTarget target) {
    return Stream.of(target.getThreads())
        .map(MigrationThread.class::cast)
        .filter(each -> target.isSuspended() && each.reason().contains("skipped"))
        .findFirst()
        .orElse(null);
  }

  private static void forward(MigrationTarget target) throws DebugException {
    ((MigrationThread) target.getThreads()[0]).resume();
  }

  private static IThread thread(MigrationTarget target, String place, int line)
      throws DebugException {
    for (IThread each : target.getThreads()) {
      var top = each.getTopStackFrame();
      if (top != null && top.getName().equals(place) && top.getLineNumber() == line) {
        return each;
      }
    }
    return null;
  }

  private static boolean here(MigrationTarget target, String place, int line)
      throws DebugException {
    return at(target) != null && thread(target, place, line) != null;
  }

  private static List<String> variables(MigrationThread thread) throws DebugException {
    List<String> out = new ArrayList<>();
    for (IVariable scope : thread.getTopStackFrame().getVariables()) {
      for (IVariable each : scope.getValue().getVariables()) {
        out.add(scope.getName() + "." + each.getName() + " = " + each.getValue().getValueString());
      }
    }
    return out;
  }
}
