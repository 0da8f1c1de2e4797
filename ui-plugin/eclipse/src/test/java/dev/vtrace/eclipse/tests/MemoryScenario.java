// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.debug.MigrationEventBreakpoint;
import dev.vtrace.eclipse.debug.MigrationMemory;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.debug.MigrationThread;
import dev.vtrace.eclipse.debug.MigrationVariable;
import dev.vtrace.eclipse.debug.ShowBytesHandler;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import dev.vtrace.eclipse.views.MigrationPerspective;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.IMemoryBlock;
import org.eclipse.debug.core.model.IStackFrame;
import org.eclipse.debug.core.model.IThread;
import org.eclipse.debug.core.model.IVariable;
import org.eclipse.debug.core.model.MemoryByte;
import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.debug.ui.memory.IMemoryRendering;
import org.eclipse.debug.ui.memory.IMemoryRenderingSite;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.IViewPart;

/** The bytes of a message in the view of memory. */
final class MemoryScenario implements ScenarioRunner.Scenario {
  private static final int REQUEST = 11;
  private static final int HEADER = 12;
  private static final int SIZE_AT = 8;
  private static final int PAYLOAD = 8;

  @Override
  public void run(Bench bench) throws Exception {
    Path capture = Bench.samples().resolve("backend-transfer-2q");
    bench.open(capture);
    IBreakpoint breakpoint = MigrationEventBreakpoint.named("GET_VRING_BASE", "");
    DebugPlugin.getDefault().getBreakpointManager().addBreakpoint(breakpoint);
    bench.perspective(IDebugUIConstants.ID_DEBUG_PERSPECTIVE);
    bench.ui(
        () -> {
          MigrationLaunches.replay(capture);
          return null;
        });
    bench.await(
        "the session",
        () -> DebuggerScenario.target() != null && DebuggerScenario.target().isSuspended());
    MigrationTarget target = DebuggerScenario.target();
    target.resume();
    Bench.awaitHere("the message", () -> frame(target) != null);
    IStackFrame frame = frame(target);

    ShowBytesHandler.show(frame);
    String name = frame.getName();
    bench.await("its bytes", () -> memory(name) != null);
    MigrationMemory memory = memory(name);
    MemoryByte[] bytes = memory.getBytesFromAddress(BigInteger.ZERO, 64);
    Bench.equal((int) bytes[0].getValue(), REQUEST, "the first byte of the header");
    Bench.check(bytes[HEADER - 1].isReadable(), "the header is readable");
    Bench.check(!bytes[63].isReadable(), "there is nothing after the message");
    Bench.check(
        !memory.getBytesFromAddress(BigInteger.TWO.pow(60), 1)[0].isReadable(),
        "there is something far away");
    Bench.equal(
        target.getExtendedMemoryBlock("step", frame).getBigLength(),
        BigInteger.valueOf(HEADER + PAYLOAD),
        "bytes of the step");
    ShowBytesHandler.show(variable(frame, "size"));
    bench.await("the bytes of a variable", () -> memory("size") != null);
    Bench.equal(memory("size").getBigBaseAddress().intValue(), SIZE_AT, "where the size is");
    Bench.equal((int) memory("size").getBytes()[0], PAYLOAD, "the size");
    IViewPart view = bench.view(IDebugUIConstants.ID_MEMORY_VIEW, IViewPart.class);
    bench.await(
        "the view",
        () ->
            Stream.of(((IMemoryRenderingSite) view).getMemoryRenderingContainers())
                .anyMatch(each -> shows(each.getActiveRendering(), "08000000")));
    bench.painted();
    bench.screenshot("memory");

    target.terminate();
    bench.await("the end", target::isTerminated);
    bench.await("that the bytes are gone", () -> memory(name) == null);
    breakpoint.delete();
    bench.perspective(MigrationPerspective.ID);
  }

  private static boolean shows(IMemoryRendering rendering, String hex) {
    return rendering != null
        && rendering.getRenderingId().equals("org.eclipse.debug.ui.rendering.raw_memory")
        && shows(rendering.getControl(), hex);
  }

  private static boolean shows(Control control, String hex) {
    if (control instanceof Table table) {
      for (TableItem each : table.getItems()) {
        for (int column = 0; column < table.getColumnCount(); column++) {
          if (each.getText(column).contains(hex)) {
            return true;
          }
        }
      }
    }
    return control instanceof Composite box
        && Stream.of(box.getChildren()).anyMatch(each -> shows(each, hex));
  }

  private static IStackFrame frame(MigrationTarget target) throws DebugException {
    for (IThread each : target.getThreads()) {
      if (target.isSuspended() && !((MigrationThread) each).reason().isEmpty()) {
        IStackFrame top = each.getTopStackFrame();
        if (top != null && top.getName().contains("GET_VRING_BASE")) {
          return top;
        }
      }
    }
    return null;
  }

  private static MigrationVariable variable(IStackFrame frame, String name) throws DebugException {
    for (IVariable scope : frame.getVariables()) {
      for (IVariable group : scope.getValue().getVariables()) {
        for (IVariable each : group.getValue().getVariables()) {
          if (group.getName().equals("message") && each.getName().equals(name)) {
            return (MigrationVariable) each;
          }
        }
      }
    }
    throw new AssertionError("there is no variable " + name);
  }

  private static MigrationMemory memory(String name) {
    for (IMemoryBlock each : DebugPlugin.getDefault().getMemoryBlockManager().getMemoryBlocks()) {
      if (each instanceof MigrationMemory memory && memory.getExpression().equals(name)) {
        return memory;
      }
    }
    return null;
  }
}
