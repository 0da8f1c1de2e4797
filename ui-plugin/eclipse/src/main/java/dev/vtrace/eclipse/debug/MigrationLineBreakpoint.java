// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.Map;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.model.IBreakpoint;
import org.eclipse.debug.core.model.LineBreakpoint;

/** A breakpoint at a line of a log. */
public final class MigrationLineBreakpoint extends LineBreakpoint {
  static final String MARKER = "dev.vtrace.eclipse.lineBreakpoint";

  /** When it holds, as an expression of the adapter; may be missing. */
  static final String CONDITION = "condition";

  /** For the platform, which makes breakpoints of markers. */
  public MigrationLineBreakpoint() {}

  /**
   * @param line counts from 1
   */
  MigrationLineBreakpoint(IResource file, int line) throws CoreException {
    IMarker marker = file.createMarker(MARKER);
    marker.setAttributes(
        Map.of(
            IBreakpoint.ENABLED,
            true,
            IMarker.LINE_NUMBER,
            line,
            IBreakpoint.PERSISTED,
            true,
            IBreakpoint.ID,
            MigrationElement.MODEL,
            IMarker.MESSAGE,
            file.getName() + ", line " + line));
    setMarker(marker);
  }

  @Override
  public String getModelIdentifier() {
    return MigrationElement.MODEL;
  }
}
