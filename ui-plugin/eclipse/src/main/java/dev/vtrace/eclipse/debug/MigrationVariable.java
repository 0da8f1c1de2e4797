// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.model.IValue;
import org.eclipse.debug.core.model.IVariable;

/** A variable: a part of the state that a step leaves. Nothing that was recorded can be changed. */
public final class MigrationVariable extends MigrationElement implements IVariable {
  private final String name;
  private final MigrationValue value;
  private final boolean changed;

  /**
   * @param path what it is among all variables of the session, so that a change is seen
   */
  MigrationVariable(String name, String path, MigrationValue value) {
    super(value.migration());
    this.name = name;
    this.value = value;
    changed = migration().values().changed(path, value.text());
  }

  @Override
  public MigrationValue getValue() {
    return value;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getReferenceTypeName() {
    return "";
  }

  @Override
  public boolean hasValueChanged() {
    return changed;
  }

  @Override
  public boolean supportsValueModification() {
    return false;
  }

  @Override
  public void setValue(String expression) throws DebugException {
    throw MigrationMemory.unchangeable();
  }

  @Override
  public void setValue(IValue other) throws DebugException {
    setValue("");
  }

  @Override
  public boolean verifyValue(String expression) {
    return false;
  }

  @Override
  public boolean verifyValue(IValue other) {
    return false;
  }
}
