// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import org.eclipse.debug.core.model.DebugElement;

/** A part of the model of a debugged migration. */
abstract class MigrationElement extends DebugElement {
  /** The id of the model. */
  static final String MODEL = "dev.vtrace.eclipse.debug";

  private final MigrationTarget target;

  MigrationElement(MigrationTarget target) {
    super(target);
    this.target = target;
  }

  MigrationTarget migration() {
    return target;
  }

  @Override
  public String getModelIdentifier() {
    return MODEL;
  }
}
