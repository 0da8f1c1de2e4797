// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.tracer.migration.RecordPlan.Trigger;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One migration by QMP: what the plan names is set on both sides, then it begins, and its state is
 * asked for until it ends. Nothing else is sent.
 */
final class MigrationRun {
  private static final int POLL_MS = 50;

  /** {@code MigrationStatus} of {@code qapi/migration.json}: those that nothing follows. */
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "colo");

  private final QmpClient source;
  private final QmpClient destination;
  private final RecordPlan plan;
  private final Consumer<String> notes;
  private final List<FormerSettings> former = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private String error = "";
  private boolean begun;

  MigrationRun(QmpClient source, QmpClient destination, RecordPlan plan, Consumer<String> notes) {
    this.source = source;
    this.destination = destination;
    this.plan = plan;
    this.notes = notes;
  }

  /** Sets capabilities and parameters, and lets the destination listen. */
  void prepare(String incoming) throws QmpException {
    prepare(destination, plan.destination());
    prepare(source, plan.source());
    if (plan.incoming().isEmpty()) {
      destination.execute("migrate-incoming", Map.of("uri", incoming));
    }
  }

  private void prepare(QmpClient qmp, RecordPlan.PlannedQemu side) throws QmpException {
    if (!side.isStarted()) {
      former.add(FormerSettings.of(qmp, plan));
    }
    set(qmp, plan.capabilities(), plan.parameters());
  }

  static void set(QmpClient side, Map<String, Object> capabilities, Map<String, Object> parameters)
      throws QmpException {
    if (!capabilities.isEmpty()) {
      List<Map<String, Object>> states = new ArrayList<>();
      capabilities.forEach((name, state) -> states.add(Map.of("capability", name, "state", state)));
      side.execute("migrate-set-capabilities", Map.of("capabilities", states));
    }
    if (!parameters.isEmpty()) {
      side.execute("migrate-set-parameters", parameters);
    }
  }

  /** Gives running QEMUs the settings back that they had. */
  void restore() {
    for (FormerSettings each : former) {
      try {
        each.restore();
      } catch (QmpException e) {
        notes.accept("settings of the migration stay as they are: " + e.getMessage());
      }
    }
  }

  void begin(String uri) throws QmpException {
    begun = true;
    source.execute("migrate", Map.of("uri", uri));
  }

  /**
   * Waits until the source says that the migration has ended, or is gone.
   *
   * @param stop asked again and again; true ends the waiting
   * @return the state, {@code unknown} if the source cannot be asked any more
   */
  String await(BooleanSupplier stop) throws QmpException {
    String status = "none";
    while (!stop.getAsBoolean()) {
      status = status(source);
      if (seen.add(status)) {
        notes.accept("migration: " + status + (error.isEmpty() ? "" : " (" + error + ")"));
        trigger(status);
      }
      if (ENDS.contains(status) || status.equals("unknown")) {
        return status;
      }
      Pause.millis(POLL_MS);
    }
    return status;
  }

  /**
   * Waits until the destination has ended its part too, where it can tell.
   *
   * @return why it is not known to have everything, a sentence; else empty
   */
  String awaitDestination(BooleanSupplier stop) {
    error = "";
    String status = status(destination);
    while (!stop.getAsBoolean() && !ENDS.contains(status) && !status.equals("unknown")) {
      Pause.millis(POLL_MS);
      status = status(destination);
    }
    return switch (status) {
      case "failed" -> "destination: the migration failed" + (error.isEmpty() ? "" : ": " + error);
      case "unknown" -> "destination: its monitor was lost before it reported the end";
      default -> "";
    };
  }

  /** Whether it was begun and has not ended, so that bytes of it may still be on their way. */
  boolean isRunning() {
    String status = begun ? status(source) : "none";
    return begun && !ENDS.contains(status) && !status.equals("unknown") && !status.equals("none");
  }

  private void trigger(String status) throws QmpException {
    for (Trigger each : plan.triggers()) {
      if (each.status().equals(status)) {
        try {
          source.execute(each.command(), each.arguments());
        } catch (QmpException e) {
          if (e.kind() != QmpException.QmpFailure.REFUSED) {
            throw e;
          }
          notes.accept(e.getMessage());
        }
      }
    }
  }

  private String status(QmpClient side) {
    try {
      QmpMessage reply = side.execute("query-migrate", Map.of());
      String told = reply.value("return.error-desc");
      error = told == null ? error : told;
      String status = reply.value("return.status");
      return status == null ? "none" : status;
    } catch (QmpException e) {
      return "unknown";
    }
  }
}
