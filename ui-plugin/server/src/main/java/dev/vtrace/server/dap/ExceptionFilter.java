// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.List;
import org.eclipse.lsp4j.debug.ExceptionBreakMode;
import org.eclipse.lsp4j.debug.ExceptionBreakpointsFilter;
import org.eclipse.lsp4j.debug.ExceptionDetails;
import org.eclipse.lsp4j.debug.ExceptionInfoResponse;
import org.jspecify.annotations.Nullable;

/** What a client can ask to stop at as at an exception. */
enum ExceptionFilter {
  SKIPPED("skipped", "Skipped operations", "an operation that backend transfer leaves out"),
  VIOLATION(
      "violation", "Violations", "an operation that ran although backend transfer forbids" + " it"),
  ERROR("error", "Errors", "what the rules of vtrace check call an error, and failed operations"),
  UNKNOWN(
      "unknown",
      "Unknown verdicts",
      "an operation of which the evidence does not show" + " whether it ran");

  final String id;
  private final String label;
  private final String description;

  ExceptionFilter(String id, String label, String description) {
    this.id = id;
    this.label = label;
    this.description = description;
  }

  /** The filter with an id, or null. */
  static @Nullable ExceptionFilter of(String id) {
    for (ExceptionFilter filter : values()) {
      if (filter.id.equals(id)) {
        return filter;
      }
    }
    return null;
  }

  ExceptionBreakpointsFilter toProtocol() {
    ExceptionBreakpointsFilter out = new ExceptionBreakpointsFilter();
    out.setFilter(id);
    out.setLabel(label);
    out.setDescription(description);
    out.setDefault_(this != UNKNOWN);
    out.setSupportsCondition(true);
    out.setConditionDescription("queue == 1 && operation == \"GET_VRING_BASE\"");
    return out;
  }

  boolean matches(MigrationReplay replay, ReplayStep step) {
    return switch (this) {
      case SKIPPED -> step.verdict() == Verdict.SKIPPED;
      case VIOLATION -> step.verdict() == Verdict.VIOLATION;
      case UNKNOWN -> step.verdict() == Verdict.UNKNOWN;
      case ERROR -> step.verdict() == Verdict.FAILED || error(replay, step) != null;
    };
  }

  /** The worst that is wrong at a step, if it is an error, else null. */
  private static @Nullable Problem error(MigrationReplay replay, ReplayStep step) {
    for (Problem problem : replay.problems().getOrDefault(step.index(), List.of())) {
      if (problem.severity() == Severity.ERROR) {
        return problem;
      }
    }
    return null;
  }

  /** What a client shows of a step that one of the filters matches. */
  static ExceptionInfoResponse info(MigrationReplay replay, ReplayStep step) {
    Problem problem = error(replay, step);
    Verdict verdict = step.verdict();
    Operation operation = verdict == Verdict.EXECUTED ? null : step.operation();
    ExceptionInfoResponse out = new ExceptionInfoResponse();
    ExceptionDetails details = new ExceptionDetails();
    StringBuilder places = new StringBuilder();
    out.setBreakMode(ExceptionBreakMode.ALWAYS);
    if (verdict != null && operation != null) {
      out.setExceptionId(verdict.label());
      out.setDescription(title(step) + " " + verdict.label());
      details.setMessage(operation.why());
      details.setTypeName(verdict.label());
      operation.evidence().forEach(e -> places.append(line(e.location(), e.shownText())));
    } else if (problem != null) {
      out.setExceptionId(problem.code().code());
      out.setDescription(problem.message());
      details.setMessage(problem.message() + ". " + problem.hint());
      details.setTypeName(problem.severity().label());
      problem.evidence().forEach(e -> places.append(line(e.location(), e.shownText())));
    } else {
      throw new DebugRefusal("there is nothing wrong at this step, and nothing was left out");
    }
    details.setStackTrace(places.toString());
    out.setDetails(details);
    return out;
  }

  /** Why a step was stopped at, in one sentence. */
  static String describe(MigrationReplay replay, ReplayStep step, String filter) {
    Problem problem = filter.equals(ERROR.id) ? error(replay, step) : null;
    if (problem != null) {
      return problem.code().code() + ": " + problem.message();
    }
    return step.operation() == null ? step.text() : step.operation().why();
  }

  private static String line(String place, String text) {
    return place + "  " + text + "\n";
  }

  /** {@code SET_VRING_ENABLE queue 0}. */
  static String title(ReplayStep step) {
    String name = step.operation() == null ? step.name() : step.operation().name();
    return step.queue() < 0 ? name : name + " queue " + step.queue();
  }
}
