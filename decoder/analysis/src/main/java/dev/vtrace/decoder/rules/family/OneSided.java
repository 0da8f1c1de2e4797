// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.analysis.evidence.TransferCapability;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A migration in which one side hands back-ends over and the other does not know of it: by what was
 * set or answered in QMP, else by what the destination says, else by descriptors that were sent and
 * that nobody took.
 */
public final class OneSided {
  private static final String HOOK = "post load hook failed for: backend-transfer-char";
  private static final String UNCLAIMED = " was never claimed";
  private static final String MISREAD = "Failed to load element of type virtio for virtio";

  /** What a destination says that takes descriptors for data, and nothing else. */
  private static final List<String> FOLLOWS =
      List.of(UNCLAIMED, MISREAD, "load of migration failed", "error while loading state");

  private OneSided() {}

  public static void check(AttemptFacts attempt, ProblemCollector report) {
    if (attempt.attempt().outcome() == Attempt.AttemptOutcome.COMPLETED) {
      return;
    }
    List<Evidence> evidence = new ArrayList<>();
    String with = set(attempt, evidence);
    List<LogLine> lines = attempt.lines(attempt.destination());
    List<Evidence> hook = said(lines, HOOK);
    boolean read = !attempt.streams().isEmpty() && !attempt.handsOver();
    String message = "";
    if (!with.isEmpty()) {
      evidence.addAll(hook);
      String without = other(attempt, with);
      message = with + " has backend transfer on, " + without + " is not";
    } else if (!hook.isEmpty() && read) {
      evidence.addAll(hook);
      message = "the destination expects a back-end to be handed over, but the stream has none";
    } else if (attempt.attempt().outcome() == Attempt.AttemptOutcome.FAILED) {
      message = untaken(attempt, lines, evidence);
    }
    if (!message.isEmpty()) {
      report.add("", attempt.attempt().beginNs(), message, evidence);
    }
  }

  /** The side that alone is set to hand over by its monitor; empty where that is not known. */
  private static String set(AttemptFacts attempt, List<Evidence> evidence) {
    Evidence source = known(attempt, attempt.source());
    Evidence destination = known(attempt, attempt.destination());
    if (source == null || destination == null) {
      return "";
    }
    Map<String, TransferCapability.On> here = attempt.settings(attempt.source());
    Map<String, TransferCapability.On> there = attempt.settings(attempt.destination());
    if (here.isEmpty() == there.isEmpty()) {
      return "";
    }
    String with = here.isEmpty() ? attempt.destination() : attempt.source();
    String without = other(attempt, with);
    if (attempt.answer(without) == null && attempt.passes(without)) {
      // Somebody else has set it there.
      return "";
    }
    evidence.add((here.isEmpty() ? there : here).values().iterator().next().evidence());
    evidence.add(here.isEmpty() ? source : destination);
    return with;
  }

  /** What shows that the settings of a side are known: its answer, else its own command. */
  private static @Nullable Evidence known(AttemptFacts attempt, String participant) {
    Evidence answer = attempt.answer(participant);
    QmpMessage command = attempt.command(participant);
    return answer == null && command != null ? EvidencePlaces.of(command, "") : answer;
  }

  private static String other(AttemptFacts attempt, String side) {
    return side.equals(attempt.source()) ? attempt.destination() : attempt.source();
  }

  /**
   * The destination failed in a device's state, gives no reason of its own, and took none of the
   * descriptors that were sent: it read them as data.
   */
  private static String untaken(
      AttemptFacts attempt, List<LogLine> lines, List<Evidence> evidence) {
    List<TraceEvent> sent =
        attempt.events(attempt.source()).stream()
            .filter(event -> event.is(Event.DESCRIPTOR_SENT) && event.number("ret", 0) >= 0)
            .toList();
    List<Evidence> misread = said(lines, MISREAD);
    if (sent.isEmpty() || misread.isEmpty() || attempt.passes(attempt.destination())) {
      return "";
    }
    List<Evidence> unclaimed = said(lines, UNCLAIMED);
    boolean would = attempt.switchedOn(attempt.destination(), Event.DESCRIPTOR_TAKEN);
    boolean only =
        lines.stream().allMatch(line -> FOLLOWS.stream().anyMatch(line.text()::contains));
    if (!only || !would && unclaimed.size() < sent.size()) {
      return "";
    }
    evidence.add(EvidencePlaces.of(sent.get(0)));
    evidence.addAll(misread);
    evidence.addAll(unclaimed);
    return attempt.source()
        + " hands back-ends over, "
        + attempt.destination()
        + " does not expect that: it took none of the "
        + sent.size()
        + " descriptors that were sent, and misread the stream from there on";
  }

  private static List<Evidence> said(List<LogLine> lines, String text) {
    return lines.stream()
        .filter(line -> line.text().contains(text))
        .map(EvidencePlaces::of)
        .toList();
  }
}
