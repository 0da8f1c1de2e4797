// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.eclipse.FailureDialog;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
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
import org.eclipse.debug.ui.memory.IMemoryRenderingSite;
import org.eclipse.debug.ui.memory.IMemoryRenderingType;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the bytes of the selected step or variable in the view of memory. */
public final class ShowBytesHandler extends AbstractHandler {
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
                  show(memory, page.showView(IDebugUIConstants.ID_MEMORY_VIEW));
                } catch (CoreException e) {
                  VtracePlugin.log(e.getStatus().getMessage(), e);
                }
              }
            });
  }

  /** The view makes a tab for the bytes; how they are shown in it is for whoever adds them. */
  private static void show(MigrationMemory memory, IViewPart view) throws CoreException {
    DebugPlugin.getDefault().getMemoryBlockManager().addMemoryBlocks(new IMemoryBlock[] {memory});
    if (view instanceof IMemoryRenderingSite site) {
      var pane = site.getContainer(IDebugUIConstants.ID_RENDERING_VIEW_PANE_1);
      for (IMemoryRenderingType type :
          DebugUITools.getMemoryRenderingManager().getDefaultRenderingTypes(memory)) {
        IMemoryRendering rendering = type.createRendering();
        rendering.init(pane, memory);
        pane.addMemoryRendering(rendering);
      }
    }
  }
}
