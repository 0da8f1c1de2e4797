// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import dev.vtrace.decoder.export.Plain;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.model.IValue;
import org.eclipse.debug.core.model.IVariable;
import org.eclipse.lsp4j.debug.Variable;
import org.eclipse.lsp4j.debug.VariablesArguments;

/** A value, with those within it. */
public final class MigrationValue extends MigrationElement implements IValue {
  private final String path;
  private final String text;
  private final int reference;
  private IVariable[] variables;

  MigrationValue(MigrationTarget target, String path, String text, int reference) {
    super(target);
    this.path = path;
    this.text = text;
    this.reference = reference;
  }

  @Override
  public String getReferenceTypeName() {
    return "";
  }

  @Override
  public String getValueString() {
    return Plain.text(text);
  }

  @Override
  public boolean isAllocated() {
    return true;
  }

  @Override
  public synchronized IVariable[] getVariables() throws DebugException {
    if (reference == 0) {
      return new IVariable[0];
    }
    if (variables == null) {
      VariablesArguments arguments = new VariablesArguments();
      arguments.setVariablesReference(reference);
      Variable[] told = migration().get(migration().requests().variables(arguments)).getVariables();
      IVariable[] out = new IVariable[told.length];
      for (int i = 0; i < told.length; i++) {
        String value = told[i].getValue() == null ? "" : told[i].getValue();
        out[i] =
            new MigrationVariable(
                migration(),
                path + "/" + told[i].getName(),
                told[i].getName(),
                value,
                told[i].getVariablesReference());
      }
      variables = out;
    }
    return variables.clone();
  }

  @Override
  public boolean hasVariables() {
    return reference != 0;
  }
}
