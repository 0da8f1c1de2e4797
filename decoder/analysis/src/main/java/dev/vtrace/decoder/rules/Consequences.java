// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.MigrationPeriods;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which problems merely follow from another one of the same migration. To add one, add it to the
 * table: what is left comes of what is right.
 */
final class Consequences {
  /** What keeps a destination from taking the state of a device. */
  private static final Set<Code> NOT_LOADED =
      EnumSet.of(
          Code.QUEUES_DIFFER,
          Code.VECTORS_DIFFER,
          Code.TRANSFER_ONE_SIDED,
          Code.TRANSFER_LISTS_DIFFER,
          Code.NEVER_STARTED,
          Code.NO_INFLIGHT_REGION,
          Code.STREAM_QUEUES,
          Code.CONFIG_SPACE_DIFFERS,
          Code.QUEUE_SIZE_DIFFERS,
          Code.FIELD_DIFFERS);

  /** What keeps a source from sending it. */
  private static final Set<Code> NOT_SENT =
      EnumSet.of(Code.CHANNEL_WITHOUT_FDS, Code.TRANSFER_OVER_TLS);

  /** What a process says of a migration, it says not much later than that it ended. */
  private static final long LATE_NS = 1_000_000_000L;

  private static final Map<Code, Set<Code>> CAUSES = new EnumMap<>(Code.class);

  static {
    Set<Code> cancelled = EnumSet.of(Code.MIGRATION_CANCELLED);
    Set<Code> ended = and(and(NOT_LOADED, NOT_SENT), cancelled);
    CAUSES.put(Code.MIGRATION_FAILED, ended);
    CAUSES.put(Code.CHANNEL_ERROR, ended);
    CAUSES.put(Code.SIBLING_FAILED, ended);
    CAUSES.put(Code.TRUNCATED, ended);
    Set<Code> broken = EnumSet.of(Code.LOAD_HOOK_FAILED, Code.LOAD_FIELD_FAILED);
    CAUSES.put(Code.FD_NOT_CLAIMED, and(ended, broken));
    CAUSES.put(Code.FD_SIDES_DISAGREE, and(ended, broken));
    CAUSES.put(Code.LOAD_FIELD_FAILED, and(ended, EnumSet.of(Code.LOAD_HOOK_FAILED)));
    CAUSES.put(Code.LOAD_HOOK_FAILED, NOT_LOADED);
    CAUSES.put(Code.FIELD_DIFFERS, EnumSet.of(Code.QUEUES_DIFFER));
    CAUSES.put(Code.CONFIG_SPACE_DIFFERS, EnumSet.of(Code.VECTORS_DIFFER));
    CAUSES.put(Code.SAVE_FAILED, and(NOT_SENT, cancelled));
    CAUSES.put(Code.SECTION_MISREAD, cancelled);
    CAUSES.put(Code.SOCKET_FAILED, cancelled);
    CAUSES.put(Code.QEMU_ENDED, cancelled);
  }

  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, Integer> streams = new HashMap<>();

  /** Migrations by the places that tell that they failed, which may tell why, too. */
  private final Map<String, Integer> failed = new HashMap<>();

  private final Migration migration;
  private final MigrationPeriods periods;

  private Consequences(CheckedRun run) {
    this.migration = run.migration();
    this.periods = new MigrationPeriods(run.migration());
    for (Participant each : migration.participants()) {
      each.evidence().forEach(file -> owners.put(file, each.name()));
    }
    run.streams().forEach(stream -> streams.put(stream.file(), stream.attempt()));
  }

  private static Set<Code> and(Set<Code> one, Set<Code> two) {
    Set<Code> out = EnumSet.copyOf(one);
    out.addAll(two);
    return out;
  }

  /** The same problems in the same order, each with its migration and with what it follows from. */
  static List<Problem> link(CheckedRun run, List<Problem> problems) {
    Consequences consequences = new Consequences(run);
    List<Problem> placed = new ArrayList<>();
    Map<Integer, Map<Code, Problem>> firsts = new HashMap<>();
    for (Problem problem : problems) {
      if (problem.code() == Code.MIGRATION_FAILED && problem.attempt() > 0) {
        problem.evidence().forEach(at -> consequences.failed.put(at.location(), problem.attempt()));
      }
    }
    for (Problem problem : problems) {
      int attempt = problem.attempt() > 0 ? problem.attempt() : consequences.attempt(problem);
      placed.add(problem.in(attempt));
    }
    for (Problem problem : placed) {
      firsts
          .computeIfAbsent(problem.attempt(), n -> new EnumMap<>(Code.class))
          .putIfAbsent(problem.code(), problem);
    }
    firsts.remove(0);
    Map<Problem, Problem> linked = new IdentityHashMap<>();
    List<Problem> out = new ArrayList<>();
    for (Problem problem : placed) {
      out.add(linked(problem, firsts.getOrDefault(problem.attempt(), Map.of()), linked));
    }
    return out;
  }

  /** The table has no circles, so that each chain of causes ends. */
  private static Problem linked(
      Problem problem, Map<Code, Problem> known, Map<Problem, Problem> linked) {
    Problem done = linked.get(problem);
    if (done == null) {
      Problem cause = cause(known, problem.code());
      done = cause == null ? problem : problem.after(linked(cause, known, linked));
      linked.put(problem, done);
    }
    return done;
  }

  private static @Nullable Problem cause(Map<Code, Problem> known, @Nullable Code code) {
    Problem found = null;
    for (Code cause : CAUSES.getOrDefault(code, Set.of())) {
      Problem each = known.get(cause);
      boolean nearer = each != null && (found == null || order(each) < order(found));
      found = nearer ? each : found;
    }
    return found;
  }

  private static int order(Problem problem) {
    return problem.rank().ordinal() * 1000 + Rules.order(problem.code());
  }

  /** The migration that a problem belongs to by the file and the time that show it, or 0. */
  private int attempt(Problem problem) {
    String owner = "";
    for (Evidence place : problem.evidence()) {
      Integer told = failed.get(place.location());
      if (told != null) {
        return told;
      }
      Integer stream = streams.get(place.file());
      if (stream != null) {
        return stream;
      }
      owner = owner.isEmpty() ? owners.getOrDefault(place.file(), "") : owner;
    }
    // A monitor is asked for the outcome at any time; its transcript may be that of several.
    boolean logged = !owner.isEmpty();
    owner = logged || !owners.containsValue(problem.path()) ? owner : problem.path();
    int number = periods.at(owner, problem.timeNs());
    Attempt attempt = number == 0 ? null : migration.attempts().get(number - 1);
    boolean later =
        logged
            && attempt != null
            && attempt.endNs() >= 0
            && problem.timeNs() > attempt.endNs() + LATE_NS;
    return later ? 0 : number;
  }
}
