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
  private final String memory;
  private IVariable[] variables;

  /**
   * @param path what it is among all variables of the session
   * @param reference what its children are asked by, 0 for none
   * @param memory what its bytes are asked by, null for none
   */
  MigrationValue(MigrationTarget target, String path, String text, int reference, String memory) {
    super(target);
    this.path = path;
    this.text = text;
    this.reference = reference;
    this.memory = memory;
  }

  /** It as the adapter told it. */
  String text() {
    return text;
  }

  /** What its bytes are asked by; null if it has none. */
  String memory() {
    return memory;
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
        Variable each = told[i];
        String text = each.getValue() == null ? "" : each.getValue();
        String inner = path + "/" + each.getName();
        MigrationValue value =
            new MigrationValue(
                migration(), inner, text, each.getVariablesReference(), each.getMemoryReference());
        out[i] = new MigrationVariable(each.getName(), inner, value);
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
