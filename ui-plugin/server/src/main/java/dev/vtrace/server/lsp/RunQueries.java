// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.condition.Expression.BadExpression;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.server.dap.replay.ConditionNames;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.dap.replay.RunQuery;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.view.QueryView;
import java.io.IOException;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;

/** Conditions of the debugger that are asked of a whole run. */
final class RunQueries {
  private RunQueries() {}

  /** The steps at which a condition holds; a condition that cannot be read is refused. */
  static JsonObject of(
      OpenRun run, KeptBound kept, String condition, int limit, CancelChecker cancelled) {
    try {
      MigrationReplay replay =
          MigrationReplay.of(run.capture(), kept, phase -> cancelled.checkCanceled());
      RunQuery found = RunQuery.of(replay, condition, limit, cancelled::checkCanceled);
      return QueryView.of(
          run, found.steps().stream().map(RunQueries::found).toList(), found.total());
    } catch (BadExpression e) {
      throw RpcRefusal.badParams(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw RpcRefusal.failed(e);
    }
  }

  /** What a condition about a run may name. */
  static JsonObject names(OpenRun run, KeptBound kept, CancelChecker cancelled) {
    try {
      MigrationReplay replay =
          MigrationReplay.of(run.capture(), kept, phase -> cancelled.checkCanceled());
      ConditionNames known = ConditionNames.of(replay, cancelled::checkCanceled);
      return QueryView.names(run, known.names(), known.values());
    } catch (IOException e) {
      throw RpcRefusal.failed(e);
    }
  }

  private static QueryView.FoundStep found(ReplayStep step) {
    return new QueryView.FoundStep(
        step.kind().label(),
        step.name(),
        step.text(),
        step.queue(),
        step.verdict(),
        step.timeNs(),
        step.operation(),
        step.evidence());
  }
}
