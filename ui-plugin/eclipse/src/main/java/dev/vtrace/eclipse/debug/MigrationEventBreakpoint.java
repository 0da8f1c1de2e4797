// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.Map;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.debug.core.model.Breakpoint;
import org.eclipse.debug.core.model.IBreakpoint;

/**
 * A breakpoint at all that has a name, an event or a message; or at all of a kind, such as skipped
 * operations.
 */
public final class MigrationEventBreakpoint extends Breakpoint {
  static final String MARKER = "dev.vtrace.eclipse.eventBreakpoint";

  /** The name of the event or message. */
  static final String NAME = "eventName";

  /** The id of the adapter's filter, in place of a name. */
  static final String FILTER = "filter";

  /** For the platform, which makes breakpoints of markers. */
  public MigrationEventBreakpoint() {}

  private MigrationEventBreakpoint(String attribute, String value, String message)
      throws CoreException {
    IMarker marker = ResourcesPlugin.getWorkspace().getRoot().createMarker(MARKER);
    marker.setAttributes(
        Map.of(
            IBreakpoint.ENABLED,
            true,
            IBreakpoint.PERSISTED,
            true,
            IBreakpoint.ID,
            MigrationElement.MODEL,
            attribute,
            value,
            IMarker.MESSAGE,
            message));
    setMarker(marker);
  }

  /** Stops at events or messages with a name. */
  public static MigrationEventBreakpoint named(String name) throws CoreException {
    return new MigrationEventBreakpoint(NAME, name, name);
  }

  /** Stops at what a filter of the adapter lets pass: skipped, violation, error, unknown. */
  public static MigrationEventBreakpoint of(String filter) throws CoreException {
    return new MigrationEventBreakpoint(
        FILTER, filter, "each operation or line of the kind: " + filter);
  }

  @Override
  public String getModelIdentifier() {
    return MigrationElement.MODEL;
  }
}
