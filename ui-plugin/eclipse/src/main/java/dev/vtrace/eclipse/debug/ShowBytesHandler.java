// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.FailureDialog;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import java.util.stream.Stream;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.expressions.PropertyTester;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.debug.core.model.IMemoryBlock;
import org.eclipse.debug.ui.DebugUITools;
import org.eclipse.debug.ui.IDebugUIConstants;
import org.eclipse.debug.ui.memory.IMemoryRendering;
import org.eclipse.debug.ui.memory.IMemoryRenderingContainer;
import org.eclipse.debug.ui.memory.IMemoryRenderingSite;
import org.eclipse.debug.ui.memory.IMemoryRenderingType;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the bytes of the selected step or variable in the view of memory. */
public final class ShowBytesHandler extends AbstractHandler {
  private static final int TIMES = 20;
  private static final int LOOK_MILLIS = 500;

  /** The bytes that were asked for last; of the thread of the user interface. */
  private static MigrationMemory latest;

  /** Whether something that is selected has bytes; the menu asks. */
  public static final class BytesTester extends PropertyTester {
    @Override
    public boolean test(Object receiver, String property, Object[] arguments, Object expected) {
      return reference(receiver) != null;
    }
  }

  @Override
  public Object execute(ExecutionEvent event) {
    if (HandlerUtil.getCurrentSelection(event) instanceof IStructuredSelection selection) {
      show(selection.getFirstElement());
    }
    return null;
  }

  private static String reference(Object element) {
    if (element instanceof MigrationVariable variable) {
      return variable.getValue().memory();
    }
    return element instanceof MigrationFrame frame ? frame.memory() : null;
  }

  private static String name(Object element) {
    return element instanceof MigrationVariable variable
        ? variable.getName()
        : ((MigrationFrame) element).getName();
  }

  /** Shows the bytes of a frame or variable; does nothing with one that has none. */
  public static void show(Object element) {
    String reference = reference(element);
    if (reference != null) {
      MigrationTarget target = ((MigrationElement) element).migration();
      Job.create(
              "Reading the bytes of " + name(element),
              monitor -> {
                try {
                  show(MigrationMemory.of(target, name(element), reference));
                } catch (DebugException e) {
                  FailureDialog.show(name(element), e.getStatus().getMessage());
                }
                return Status.OK_STATUS;
              })
          .schedule();
    }
  }

  private static void show(MigrationMemory memory) {
    Display.getDefault()
        .asyncExec(
            () -> {
              IWorkbenchPage page = EvidenceOpener.page();
              if (page != null) {
                try {
                  show(memory, page.showView(IDebugUIConstants.ID_MEMORY_VIEW), TIMES);
                } catch (CoreException e) {
                  VtracePlugin.log(e.getStatus().getMessage(), e);
                }
              }
            });
  }

  /**
   * The view makes a tab for the bytes; how they are shown in it is for whoever adds them. A view
   * that has just been opened does not yet see what is added, and shows nothing of it then: the
   * bytes are added again until it does, unless others were asked for.
   */
  private static void show(MigrationMemory memory, IViewPart view, int times) throws CoreException {
    latest = memory;
    IMemoryBlock[] blocks = {memory};
    DebugPlugin.getDefault().getMemoryBlockManager().addMemoryBlocks(blocks);
    if (!(view instanceof IMemoryRenderingSite site)) {
      return;
    }
    var pane = site.getContainer(IDebugUIConstants.ID_RENDERING_VIEW_PANE_1);
    for (IMemoryRenderingType type :
        DebugUITools.getMemoryRenderingManager().getDefaultRenderingTypes(memory)) {
      IMemoryRendering rendering = type.createRendering();
      rendering.init(pane, memory);
      pane.addMemoryRendering(rendering);
    }
    Display.getCurrent()
        .timerExec(
            LOOK_MILLIS,
            () -> {
              if (isWanted(memory) && times > 1 && !isShown(memory, site) && isOpen(view)) {
                DebugPlugin.getDefault().getMemoryBlockManager().removeMemoryBlocks(blocks);
                try {
                  show(memory, view, times - 1);
                } catch (CoreException e) {
                  VtracePlugin.log(e.getStatus().getMessage(), e);
                }
              }
            });
  }

  private static boolean isWanted(MigrationMemory memory) {
    return latest == memory && !memory.getDebugTarget().isTerminated();
  }

  private static boolean isShown(MigrationMemory memory, IMemoryRenderingSite site) {
    return Stream.of(site.getMemoryRenderingContainers())
        .map(IMemoryRenderingContainer::getActiveRendering)
        .anyMatch(each -> each != null && each.getMemoryBlock() == memory);
  }

  private static boolean isOpen(IViewPart view) {
    IWorkbenchPage page = EvidenceOpener.page();
    return page != null && page.findView(IDebugUIConstants.ID_MEMORY_VIEW) == view;
  }
}
