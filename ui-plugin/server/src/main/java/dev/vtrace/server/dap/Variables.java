// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Detail;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.debug.EvaluateResponse;
import org.eclipse.lsp4j.debug.Scope;
import org.eclipse.lsp4j.debug.Variable;
import org.eclipse.lsp4j.debug.VariablePresentationHint;
import org.eclipse.lsp4j.debug.VariablePresentationHintKind;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesArgumentsFilter;
import org.eclipse.lsp4j.debug.VariablesResponse;
import org.jspecify.annotations.Nullable;

/**
 * Variables as the protocol has them. A reference holds until the next stop and is never used
 * again.
 */
final class Variables {
  private static final String CHANGED = "changed";

  private final Map<Integer, VariableNode> groups = new HashMap<>();
  private int last;

  void forget() {
    groups.clear();
  }

  private int reference(VariableNode node) {
    if (node.children() == null) {
      return 0;
    }
    groups.put(++last, node);
    return last;
  }

  Scope scope(VariableNode node) {
    Scope out = new Scope();
    out.setName(node.name());
    out.setVariablesReference(reference(node));
    out.setExpensive(false);
    if (node.name().equals(Scopes.STEP)) {
      out.setPresentationHint("locals");
    }
    return out;
  }

  VariablesResponse get(VariablesArguments asked) {
    VariableNode group = group(asked.getVariablesReference());
    boolean hex = asked.getFormat() != null && Boolean.TRUE.equals(asked.getFormat().getHex());
    // There are only named ones; who asks for indexed ones gets none.
    boolean none = asked.getFilter() == VariablesArgumentsFilter.INDEXED;
    List<VariableNode> nodes = none ? List.of() : group.inner();
    int start = asked.getStart() == null ? 0 : Math.max(0, asked.getStart());
    int count = asked.getCount() == null || asked.getCount() <= 0 ? nodes.size() : asked.getCount();
    int from = Math.min(start, nodes.size());
    int to = (int) Math.min(nodes.size(), (long) from + count);
    VariablesResponse out = new VariablesResponse();
    out.setVariables(
        nodes.subList(from, to).stream().map(node -> variable(node, hex)).toArray(Variable[]::new));
    return out;
  }

  private VariableNode group(int reference) {
    VariableNode group = groups.get(reference);
    if (group == null) {
      throw new DebugRefusal(
          "there are no variables " + reference + " now; the replay has moved on");
    }
    return group;
  }

  private Variable variable(VariableNode node, boolean hex) {
    Variable out = new Variable();
    out.setName(node.name());
    out.setValue(node.value(hex));
    String type = node.type().isEmpty() ? null : node.type();
    out.setType(node.was() == null || type == null ? type : type + ", was " + node.was());
    out.setVariablesReference(reference(node));
    out.setEvaluateName(node.path().isEmpty() ? null : node.path());
    out.setMemoryReference(node.memory());
    out.setPresentationHint(hint(node));
    return out;
  }

  private static VariablePresentationHint hint(VariableNode node) {
    VariablePresentationHint out = new VariablePresentationHint();
    out.setKind(VariablePresentationHintKind.DATA);
    out.setAttributes(
        node.was() == null ? new String[] {"readOnly"} : new String[] {"readOnly", CHANGED});
    return out;
  }

  EvaluateResponse result(VariableNode node, boolean hex) {
    EvaluateResponse out = new EvaluateResponse();
    out.setResult(node.value(hex));
    out.setType(node.type().isEmpty() ? null : node.type());
    out.setVariablesReference(reference(node));
    out.setMemoryReference(node.memory());
    return out;
  }

  /** Where a variable lies in the state, or null if it does not. */
  @Nullable DataId data(int reference, String name) {
    for (VariableNode node : group(reference).inner()) {
      if (node.name().equals(name)) {
        return node.data();
      }
    }
    throw new DebugRefusal("there is no variable " + name);
  }

  /** Where the bytes of a step lie, or null. */
  @Nullable String memory(ReplayStep step) {
    if (step.detail() instanceof Detail.MessageDetail) {
      return Memory.message(step.index(), 0);
    }
    return step.detail() instanceof Detail.SectionDetail part
        ? Memory.stream(part.stream(), part.section().offset())
        : null;
  }
}
