// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.BOTH_SOCKETS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_LOG;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_DESCRIPTORS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM;

import dev.vtrace.decoder.analysis.evidence.TransferCapability;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.ConnectionPairs;
import dev.vtrace.decoder.rules.model.ConnectionPairs.ConnectionPair;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What both sides of a migration have to have in common. */
public final class SidesRules {
  private static final long NOT_OF_THE_DEVICE = 1L << 26;

  public static final List<Rule> TABLE =
      List.of(
          Rule.attempt(Code.TRANSFER_ONE_SIDED, Rank.CAUSE, OneSided::check)
              .by(QMP)
              .by(SOURCE_DESCRIPTORS, DESTINATION_LOG)
              .by(STREAM, DESTINATION_LOG),
          Rule.attempt(Code.TRANSFER_LISTS_DIFFER, Rank.CAUSE, SidesRules::lists).by(QMP),
          Rule.run(Code.BACKEND_FEATURES_DIFFER, Rank.CAUSE, each(SidesRules::features))
              .by(BOTH_SOCKETS),
          Rule.run(Code.BACKEND_PROTOCOL_DIFFERS, Rank.CAUSE, each(SidesRules::protocol))
              .by(BOTH_SOCKETS),
          Rule.run(Code.BACKEND_CONFIG_DIFFERS, Rank.CAUSE, each(SidesRules::config))
              .by(BOTH_SOCKETS),
          Rule.run(Code.RING_INDEX_DIFFERS, Rank.FAULT, each(SidesRules::indexes))
              .by(BOTH_SOCKETS));

  private SidesRules() {}

  /** Looks at the two connections of a device in a migration. */
  @FunctionalInterface
  private interface PairCheck {
    void check(AttemptFacts attempt, ConnectionPair pair, ProblemCollector report);
  }

  private static Rule.RuleCheck each(PairCheck check) {
    return (run, report) -> {
      ConnectionPairs conversations = new ConnectionPairs(run);
      for (AttemptFacts attempt : report.attempts()) {
        for (ConnectionPair pair : conversations.pairs(attempt)) {
          check.check(attempt, pair, report.in(attempt.number()));
        }
      }
    };
  }

  private static void lists(AttemptFacts attempt, ProblemCollector report) {
    SortedMap<String, TransferCapability.On> here = attempt.settings(attempt.source());
    SortedMap<String, TransferCapability.On> there = attempt.settings(attempt.destination());
    if (!here.isEmpty() && !there.isEmpty() && !values(here).equals(values(there))) {
      report.add(
          "",
          attempt.attempt().beginNs(),
          "the settings for what to hand over differ between the two sides: "
              + values(here)
              + " here, "
              + values(there)
              + " there",
          List.of(first(here), first(there)));
    }
  }

  private static Evidence first(SortedMap<String, TransferCapability.On> settings) {
    return settings.values().iterator().next().evidence();
  }

  private static Map<String, String> values(SortedMap<String, TransferCapability.On> settings) {
    Map<String, String> out = new TreeMap<>();
    settings.forEach((name, on) -> out.put(name, on.value()));
    return out;
  }

  private static void features(AttemptFacts attempt, ConnectionPair pair, ProblemCollector report) {
    SessionStep set = last(attempt, pair.source(), Effect.FEATURES_SET, false);
    SessionStep offer = last(attempt, pair.destination(), Effect.FEATURES_OFFER, true);
    if (set == null || offer == null) {
      return;
    }
    long lost =
        set.decoded().number("features", 0)
            & ~offer.decoded().number("features", 0)
            & ~NOT_OF_THE_DEVICE;
    if (lost != 0) {
      report.add(
          pair.destination().label(),
          offer.message().timeNs(),
          "the destination's back-end does not offer features that the guest uses: "
              + String.join(", ", FeatureWord.TRANSPORT.names(lost)),
          List.of(EvidencePlaces.of(offer), EvidencePlaces.of(set)));
    }
  }

  private static void protocol(AttemptFacts attempt, ConnectionPair pair, ProblemCollector report) {
    SessionStep one = last(attempt, pair.source(), Effect.PROTOCOL_SET, false);
    SessionStep two = last(attempt, pair.destination(), Effect.PROTOCOL_SET, false);
    if (one == null || two == null) {
      return;
    }
    long had = one.decoded().number("protocol_features", 0);
    long has = two.decoded().number("protocol_features", 0);
    if (had != has) {
      report.add(
          pair.destination().label(),
          two.message().timeNs(),
          "the back-ends differ in " + String.join(", ", FeatureWord.PROTOCOL.names(had ^ has)),
          List.of(EvidencePlaces.of(two), EvidencePlaces.of(one)));
    }
  }

  private static void config(AttemptFacts attempt, ConnectionPair pair, ProblemCollector report) {
    SessionStep one = last(attempt, pair.source(), Effect.CONFIG_READ, true);
    SessionStep two = last(attempt, pair.destination(), Effect.CONFIG_READ, true);
    if (one != null
        && two != null
        && !Arrays.equals(one.message().payload(), two.message().payload())) {
      report.add(
          pair.destination().label(),
          two.message().timeNs(),
          "the destination's back-end has a different configuration space than the source's",
          List.of(EvidencePlaces.of(two), EvidencePlaces.of(one)));
    }
  }

  /** Only the first start of a ring continues what the source stopped; resets begin at 0. */
  private static void indexes(AttemptFacts attempt, ConnectionPair pair, ProblemCollector report) {
    Set<Integer> seen = new HashSet<>();
    for (SessionStep step : pair.destination().session().steps()) {
      boolean base = step.message().effect() == Effect.RING_INDEX && !step.message().isReply();
      int queue = step.decoded().queue();
      if (!base || step.message().timeNs() < attempt.attempt().beginNs() || !seen.add(queue)) {
        continue;
      }
      Vring before = state(pair, step, queue);
      Vring there = step.after().vring(queue);
      if (before != null
          && !before.started()
          && before.base() >= 0
          && there != null
          && there.base() != before.base()) {
        report.add(
            pair.destination().label() + "/queue " + queue,
            step.message().timeNs(),
            "the ring stopped at index "
                + before.base()
                + " on the source and continues at "
                + there.base(),
            EvidencePlaces.of(step));
      }
    }
  }

  /** The ring on the source when the destination's was started. */
  private static @Nullable Vring state(ConnectionPair pair, SessionStep there, int queue) {
    Vring found = null;
    long time = there.message().timeNs();
    for (SessionStep step : pair.source().session().steps()) {
      if (time >= 0 && step.message().timeNs() > time) {
        break;
      }
      found = step.after().vring(queue);
    }
    return found;
  }

  private static @Nullable SessionStep last(
      AttemptFacts attempt, Connection connection, Effect effect, boolean reply) {
    return ConnectionPairs.last(connection, effect, reply, attempt.until());
  }
}
