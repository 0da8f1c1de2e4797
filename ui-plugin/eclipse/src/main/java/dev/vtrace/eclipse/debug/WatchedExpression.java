// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.concurrent.CompletableFuture;
import org.eclipse.debug.core.DebugException;
import org.eclipse.debug.core.model.IDebugElement;
import org.eclipse.debug.core.model.IValue;
import org.eclipse.debug.core.model.IWatchExpressionDelegate;
import org.eclipse.debug.core.model.IWatchExpressionListener;
import org.eclipse.debug.core.model.IWatchExpressionResult;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.EvaluateArgumentsContext;
import org.eclipse.lsp4j.debug.EvaluateResponse;

/** Watch expressions, which the adapter evaluates. */
public final class WatchedExpression implements IWatchExpressionDelegate {
  private record WatchResult(String expression, IValue value, String problem)
      implements IWatchExpressionResult {
    @Override
    public String getExpressionText() {
      return expression;
    }

    @Override
    public IValue getValue() {
      return value;
    }

    @Override
    public boolean hasErrors() {
      return problem != null;
    }

    @Override
    public String[] getErrorMessages() {
      return problem == null ? new String[0] : new String[] {problem};
    }

    @Override
    public DebugException getException() {
      return null;
    }
  }

  @Override
  public void evaluateExpression(
      String expression, IDebugElement context, IWatchExpressionListener listener) {
    MigrationFrame frame = context instanceof MigrationFrame own ? own : null;
    if (frame == null) {
      listener.watchEvaluationFinished(new WatchResult(expression, null, "select a frame"));
      return;
    }
    MigrationTarget target = frame.migration();
    evaluate(frame, expression)
        .whenComplete(
            (answer, problem) ->
                listener.watchEvaluationFinished(
                    problem == null
                        ? new WatchResult(expression, value(target, expression, answer), null)
                        : new WatchResult(expression, null, String.valueOf(problem.getMessage()))));
  }

  /** What the adapter reports an expression at a frame. */
  static CompletableFuture<EvaluateResponse> evaluate(MigrationFrame frame, String expression) {
    EvaluateArguments arguments = new EvaluateArguments();
    arguments.setExpression(expression);
    arguments.setFrameId(frame.id());
    arguments.setContext(EvaluateArgumentsContext.WATCH);
    return frame.migration().requests().evaluate(arguments);
  }

  private static IValue value(MigrationTarget target, String expression, EvaluateResponse answer) {
    return new MigrationValue(
        target,
        "watch/" + expression,
        answer.getResult(),
        answer.getVariablesReference(),
        answer.getMemoryReference());
  }
}
