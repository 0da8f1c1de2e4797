// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.answer.AnswerPart;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.StreamFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the migrations is made of.
 *
 * @param attempt the migration, null where the capture has none
 * @param device its name, empty where there is none
 * @param windows starts and stops of the device in the migration
 * @param state of the device in the stream, null where it is not known
 * @param streams of the migration
 * @param problems of the migration
 * @param downtime of the migration, null where it is not known
 */
record MigrationFacts(
    SummarizedRun run,
    @Nullable Attempt attempt,
    String device,
    List<Window> windows,
    @Nullable VhostDevice state,
    List<StreamFacts> streams,
    List<Problem> problems,
    @Nullable Downtime downtime) {
  private static final String RAM = "ram";

  @Nullable AnswerPart answer() {
    return attempt == null ? null : run.answers().get(attempt.number());
  }

  /** The error that is nearest to the cause, or null. */
  @Nullable Problem cause() {
    AnswerPart answer = answer();
    return answer == null ? null : answer.first();
  }

  @Nullable Boolean causeKnown() {
    AnswerPart answer = answer();
    return answer == null || answer.first() == null ? null : answer.causeKnown();
  }

  @Nullable String endedIn(boolean state) {
    AnswerPart answer = answer();
    return answer == null
        ? null
        : FleetColumn.known(state ? answer.stop().state() : answer.stop().section());
  }

  /** Queues of the device, or null. */
  @Nullable Long queues() {
    return run.migration().devices().stream()
        .filter(each -> each.name().equals(device) && each.queues().isPresent())
        .map(each -> (long) each.queues().getAsInt())
        .findFirst()
        .orElse(state == null ? null : FleetColumn.known(state.queues()));
  }

  /** {@code vhost-user-blk} of {@code 0000:00:01.0/vhost-user-blk}. */
  @Nullable String kind() {
    String name = state == null ? device.substring(device.lastIndexOf('/') + 1) : state.kind();
    return FleetColumn.known(name.split(" ", 2)[0]);
  }

  /** Whether the back-end was handed over; an attempt of one that did not succeed is called so. */
  @Nullable String transfer() {
    if (attempt == null) {
      return null;
    }
    Transfer found = Transfer.UNKNOWN;
    for (Window window : windows) {
      if (window.phase() == Phase.SWITCHOVER && window.transfer() != Transfer.UNKNOWN) {
        found = found == Transfer.YES ? found : window.transfer();
      }
    }
    if (found == Transfer.UNKNOWN && state != null && state.known()) {
      found = state.transfer() ? Transfer.YES : Transfer.NO;
    }
    AttemptOutcome outcome = attempt.outcome();
    boolean ended = outcome == AttemptOutcome.FAILED || outcome == AttemptOutcome.CANCELLED;
    return found == Transfer.YES && ended ? "attempted" : found.label();
  }

  /** Length of a part of the downtime of the migration, or null. */
  @Nullable Long part(DowntimePart part) {
    return downtime == null ? null : downtime.parts().getOrDefault(part, 0L);
  }

  /** Length of a part of the downtime that was spent on the device, or null. */
  @Nullable Long devicePart(DowntimePart part) {
    if (downtime == null || device.isEmpty()) {
      return null;
    }
    return downtime.devices().getOrDefault(device, Map.of()).getOrDefault(part, 0L);
  }

  @Nullable Long count(Verdict verdict) {
    return device.isEmpty()
        ? null
        : (Long) windows.stream().mapToLong(window -> window.count(verdict)).sum();
  }

  long count(Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).count();
  }

  /** Each code that was found with its number, as {@code VT3301=1 VT3312=2}; or null. */
  @Nullable String codes() {
    Map<String, Integer> numbers = new TreeMap<>();
    problems.forEach(problem -> numbers.merge(problem.code().code(), 1, Integer::sum));
    StringBuilder out = new StringBuilder();
    numbers.forEach(
        (code, number) ->
            out.append(out.isEmpty() ? "" : " ").append(code).append('=').append(number));
    return FleetColumn.known(out.toString());
  }

  /** A sum over the streams of the migration; null where there is none. */
  @Nullable Long stream(ToLongFunction<StreamFacts> bytes) {
    return streams.isEmpty() ? null : (Long) streams.stream().mapToLong(bytes).sum();
  }

  /** Bytes of the sections of memory, or of this device; null without a stream. */
  @Nullable Long sections(boolean memory) {
    if (streams.isEmpty() || !memory && device.isEmpty()) {
      return null;
    }
    String name = memory ? RAM : device;
    return run.migration().streams().stream()
        .filter(mark -> mark.attempt() == (attempt == null ? 0 : attempt.number()))
        .flatMap(mark -> mark.places().stream())
        .filter(place -> place.name().equals(name))
        .mapToLong(place -> place.length())
        .sum();
  }
}
