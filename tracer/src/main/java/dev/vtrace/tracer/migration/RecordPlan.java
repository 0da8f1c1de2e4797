// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to record.
 *
 * @param backends commands of vhost-user back-ends to start first
 * @param vhostUser paths of the sockets on which back-ends listen; a proxy is placed before each
 * @param capabilities for {@code migrate-set-capabilities}, set on both sides
 * @param parameters for {@code migrate-set-parameters}, set on both sides
 * @param incoming where the destination listens already; empty to tell it where
 * @param waitFor name of a trace event of the source, with {@code *} for anything, that must have
 *     come before the migration begins; empty to begin at once
 * @param triggers commands for the source during the migration
 * @param events patterns of the trace events to switch on
 * @param after how long to go on after the migration has ended
 * @param patience how long QMP may take to answer, and a process to be ready
 */
public record RecordPlan(
    List<List<String>> backends,
    PlannedQemu source,
    PlannedQemu destination,
    List<String> vhostUser,
    Map<String, Object> capabilities,
    Map<String, Object> parameters,
    String incoming,
    String waitFor,
    List<Trigger> triggers,
    List<String> events,
    Duration after,
    Duration patience) {

  public RecordPlan {
    backends = List.copyOf(backends);
    vhostUser = List.copyOf(vhostUser);
    triggers = List.copyOf(triggers);
    events = List.copyOf(events);
  }

  /**
   * One of both QEMUs: to be started, or running.
   *
   * @param command empty for one that runs
   * @param qmp the monitor of one that runs, else empty
   * @param follow the log of one that runs, empty to find out
   */
  public record PlannedQemu(List<String> command, String qmp, String follow) {
    public PlannedQemu {
      command = List.copyOf(command);
    }

    /** Whether vtrace starts it, and ends it. */
    boolean isStarted() {
      return !command.isEmpty();
    }
  }

  /**
   * A command that the source gets once, when its migration is in a state for the first time.
   *
   * @param arguments see {@link dev.vtrace.tracer.qmp.QmpValue}
   */
  public record Trigger(String status, String command, Object arguments) {}
}
