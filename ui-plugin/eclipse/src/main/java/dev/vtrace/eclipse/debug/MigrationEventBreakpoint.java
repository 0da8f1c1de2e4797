// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.HashMap;
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

  private MigrationEventBreakpoint(String attribute, String value, String condition, String message)
      throws CoreException {
    IMarker marker = ResourcesPlugin.getWorkspace().getRoot().createMarker(MARKER);
    Map<String, Object> attributes = new HashMap<>();
    attributes.put(IBreakpoint.ENABLED, true);
    attributes.put(IBreakpoint.PERSISTED, true);
    attributes.put(IBreakpoint.ID, MigrationElement.MODEL);
    attributes.put(attribute, value);
    attributes.put(IMarker.MESSAGE, condition.isEmpty() ? message : message + " if " + condition);
    if (!condition.isEmpty()) {
      attributes.put(MigrationLineBreakpoint.CONDITION, condition);
    }
    marker.setAttributes(attributes);
    setMarker(marker);
  }

  /**
   * Stops at events or messages with a name.
   *
   * @param condition an expression of the adapter; empty for none
   */
  public static MigrationEventBreakpoint named(String name, String condition) throws CoreException {
    return new MigrationEventBreakpoint(NAME, name, condition, name);
  }

  /** Stops at what a filter of the adapter lets pass: skipped, violation, error, unknown. */
  public static MigrationEventBreakpoint of(String filter, String condition) throws CoreException {
    return new MigrationEventBreakpoint(
        FILTER, filter, condition, "each operation or line of the kind: " + filter);
  }

  @Override
  public String getModelIdentifier() {
    return MigrationElement.MODEL;
  }
}
