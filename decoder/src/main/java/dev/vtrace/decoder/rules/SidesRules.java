// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Step;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What both sides of a migration have to have in common. */
final class SidesRules {
  private static final long NOT_OF_THE_DEVICE = 1L << 26;

  static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.TRANSFER_ONE_SIDED, Rank.CAUSE, SidesRules::oneSided),
          Rule.run(Code.TRANSFER_LISTS_DIFFER, Rank.CAUSE, SidesRules::lists),
          Rule.run(Code.BACKEND_FEATURES_DIFFER, Rank.CAUSE, SidesRules::features),
          Rule.run(Code.BACKEND_PROTOCOL_DIFFERS, Rank.CAUSE, SidesRules::protocol),
          Rule.run(Code.BACKEND_CONFIG_DIFFERS, Rank.CAUSE, SidesRules::config),
          Rule.run(Code.RING_INDEX_DIFFERS, Rank.FAULT, SidesRules::indexes));

  private SidesRules() {}

  private static void oneSided(Run run, Report report) {
    String with = null;
    String without = null;
    Switches switches = Switches.of(run);
    for (Map.Entry<String, Switches.Side> entry : switches.sides().entrySet()) {
      if (entry.getValue().migrates == null) {
        continue;
      }
      if (entry.getValue().on.isEmpty()) {
        without = entry.getKey();
      } else {
        with = entry.getKey();
      }
    }
    List<Evidence> places = new ArrayList<>();
    if (with != null && without != null) {
      places.add(switches.sides().get(with).told);
      places.add(Places.of(switches.sides().get(without).migrates, ""));
    }
    boolean expected = hook(run, places) && !run.streams().isEmpty() && !run.handsOver();
    if (with != null && without != null || expected) {
      String message =
          with == null
              ? "the destination expects a back-end to be handed over, the stream has none"
              : with + " is set to hand back-ends over, " + without + " is not";
      report.add("", -1, message, places);
    }
  }

  private static boolean hook(Run run, List<Evidence> places) {
    boolean found = false;
    for (ProcessLog log : run.logs()) {
      for (LogLine line : log.lines()) {
        if (line.text().contains("post load hook failed for: backend-transfer-char")) {
          places.add(Places.of(line));
          found = true;
        }
      }
    }
    return found;
  }

  private static void lists(Run run, Report report) {
    Switches.Side first = null;
    for (Switches.Side side : Switches.of(run).sides().values()) {
      if (side.on.isEmpty() || side.migrates == null) {
        continue;
      }
      if (first != null && !first.on.equals(side.on)) {
        report.add(
            "",
            -1,
            "the two sides are set to hand over different things: "
                + first.on
                + " here, "
                + side.on
                + " there",
            List.of(first.told, side.told));
      }
      first = side;
    }
  }

  /** The source's connection and the one to the back-end that takes its place. */
  private record Pair(Connection source, Connection destination) {}

  private static List<Pair> pairs(Run run) {
    List<Connection> sources = first(run.connections(false));
    List<Connection> destinations = first(run.connections(true));
    List<Pair> out = new ArrayList<>();
    if (sources.size() == destinations.size()) {
      for (int i = 0; i < sources.size(); i++) {
        out.add(new Pair(sources.get(i), destinations.get(i)));
      }
    }
    return out;
  }

  /** The first connection of each file, in the order of the files. */
  private static List<Connection> first(List<Connection> all) {
    List<Connection> out = new ArrayList<>();
    for (Connection connection : all) {
      boolean known = out.stream().anyMatch(c -> c.file().equals(connection.file()));
      if (!known && !connection.session().steps().isEmpty()) {
        out.add(connection);
      }
    }
    out.sort((a, b) -> a.file().compareTo(b.file()));
    return out;
  }

  private static void features(Run run, Report report) {
    for (Pair pair : pairs(run)) {
      Step set = last(pair.source, Effect.FEATURES_SET, false);
      Step offer = last(pair.destination, Effect.FEATURES_OFFER, true);
      if (set == null || offer == null) {
        continue;
      }
      long lost =
          set.decoded().number("features", 0)
              & ~offer.decoded().number("features", 0)
              & ~NOT_OF_THE_DEVICE;
      if (lost != 0) {
        report.add(
            pair.destination.label(),
            offer.message().timeNs(),
            "the destination's back-end does not offer what the guest uses: "
                + String.join(", ", FeatureWord.TRANSPORT.names(lost)),
            List.of(Places.of(offer), Places.of(set)));
      }
    }
  }

  private static void protocol(Run run, Report report) {
    for (Pair pair : pairs(run)) {
      Step one = last(pair.source, Effect.PROTOCOL_SET, false);
      Step two = last(pair.destination, Effect.PROTOCOL_SET, false);
      if (one == null || two == null) {
        continue;
      }
      long had = one.decoded().number("protocol_features", 0);
      long has = two.decoded().number("protocol_features", 0);
      if (had != has) {
        report.add(
            pair.destination.label(),
            two.message().timeNs(),
            "the back-ends differ in " + String.join(", ", FeatureWord.PROTOCOL.names(had ^ has)),
            List.of(Places.of(two), Places.of(one)));
      }
    }
  }

  private static void config(Run run, Report report) {
    for (Pair pair : pairs(run)) {
      Step one = last(pair.source, Effect.CONFIG_READ, true);
      Step two = last(pair.destination, Effect.CONFIG_READ, true);
      if (one != null
          && two != null
          && !Arrays.equals(one.message().payload(), two.message().payload())) {
        report.add(
            pair.destination.label(),
            two.message().timeNs(),
            "the destination's back-end has another configuration space than the source's",
            List.of(Places.of(two), Places.of(one)));
      }
    }
  }

  /** Only the first start of a ring continues what the source stopped; resets begin at 0. */
  private static void indexes(Run run, Report report) {
    for (Pair pair : pairs(run)) {
      Set<Integer> seen = new HashSet<>();
      for (Step step : pair.destination.session().steps()) {
        boolean base = step.message().effect() == Effect.RING_INDEX && !step.message().isReply();
        int queue = step.decoded().queue();
        Vring before = base && seen.add(queue) ? state(pair, step, queue) : null;
        Vring there = step.after().vring(queue);
        if (before != null
            && !before.started()
            && before.base() >= 0
            && there != null
            && there.base() != before.base()) {
          report.add(
              pair.destination.label() + "/queue " + queue,
              step.message().timeNs(),
              "the ring stopped at index "
                  + before.base()
                  + " on the source and goes on at "
                  + there.base(),
              Places.of(step));
        }
      }
    }
  }

  /** The ring on the source when the destination's was started. */
  private static Vring state(Pair pair, Step there, int queue) {
    Vring found = null;
    long time = there.message().timeNs();
    for (Step step : pair.source.session().steps()) {
      if (time >= 0 && step.message().timeNs() > time) {
        break;
      }
      found = step.after().vring(queue);
    }
    return found;
  }

  private static Step last(Connection connection, Effect effect, boolean reply) {
    Step last = null;
    for (Step step : connection.session().steps()) {
      if (step.message().effect() == effect && step.message().isReply() == reply) {
        last = step;
      }
    }
    return last;
  }
}
