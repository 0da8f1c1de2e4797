// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.CHANNEL_EVENTS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOCKET;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM;
import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.AttemptIndex;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.ConnectionPairs;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.rules.model.StreamFacts;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device needs to be handed over at all. Source: the series "vhost-user-blk: live-backend
 * local migration" v2, its review on the mailing list, and recorded runs.
 */
public final class TransferRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.NEVER_STARTED, Rank.CAUSE, TransferRules::neverStarted).by(STREAM),
          Rule.run(Code.NO_INFLIGHT_REGION, Rank.CAUSE, TransferRules::noInflight).by(STREAM),
          Rule.attempt(Code.TRANSFER_OVER_TLS, Rank.CAUSE, TransferRules::overTls)
              .by(CHANNEL_EVENTS)
              .by(QMP),
          Rule.run(Code.CHARDEV_LAYERS, Rank.CAUSE, TransferRules::layers).by(QMP),
          Rule.run(Code.SOURCE_STILL_SPEAKS, Rank.FAULT, TransferRules::stillSpeaks).by(SOCKET));

  private TransferRules() {}

  private static void neverStarted(CheckedRun run, ProblemCollector report) {
    for (StreamFacts stream : run.streams()) {
      for (VhostDevice device : stream.devices()) {
        boolean notifiers = device.configNotifier() != null;
        boolean rings = !device.rings().isEmpty();
        report.in(stream.attempt());
        if (device.transfer() && rings && !notifiers && device.nvqs() >= 0) {
          List<Evidence> evidence = new ArrayList<>();
          String found = device.descriptors().size() + " descriptors, no notifier among them";
          evidence.add(EvidencePlaces.at(stream.file(), stream.offset(device), found));
          hook(report.attempt(stream.attempt()), "backend-transfer-char", evidence);
          report.add(
              device.section(),
              -1,
              "the guest never started the device: its notifiers are not in the stream, but the"
                  + " destination expects them",
              evidence);
        }
      }
    }
  }

  private static void noInflight(CheckedRun run, ProblemCollector report) {
    for (StreamFacts stream : run.streams()) {
      for (VhostDevice device : stream.devices()) {
        // A device that never ran has no region for another reason.
        boolean ran = device.configNotifier() != null;
        report.in(stream.attempt());
        if (device.transfer() && ran && device.inflightSize() == 0) {
          Field fd = device.inflight();
          List<Evidence> evidence = new ArrayList<>();
          long offset = fd == null ? stream.offset(device) : fd.offset();
          evidence.add(EvidencePlaces.at(stream.file(), offset, "vhost-inflight size 0"));
          hook(report.attempt(stream.attempt()), "vhost-inflight", evidence);
          report.add(
              device.section(),
              -1,
              "the back-end has no in-flight region (INFLIGHT_SHMFD), and a region of size 0 cannot"
                  + " be handed over",
              evidence);
        }
      }
    }
  }

  private static void hook(@Nullable AttemptFacts attempt, String name, List<Evidence> evidence) {
    if (attempt != null) {
      for (LogLine line : attempt.lines(attempt.destination())) {
        if (line.text().contains("post load hook failed for: " + name)) {
          evidence.add(EvidencePlaces.of(line));
        }
      }
    }
  }

  private static void overTls(AttemptFacts attempt, ProblemCollector report) {
    if (!attempt.transfers()) {
      return;
    }
    for (String who : List.of(attempt.source(), attempt.destination())) {
      for (TraceEvent event : attempt.events(who)) {
        boolean channel = event.is(Event.OUTGOING_CHANNEL) || event.is(Event.INCOMING_CHANNEL);
        if (channel && event.string("ioctype").endsWith("channel-tls")) {
          report.add(
              who,
              requireNonNull(attempt.log(who)).time(event),
              "the migration channel is encrypted, and TLS cannot carry descriptors",
              EvidencePlaces.of(event));
        }
      }
      QmpMessage message = attempt.tls(who);
      if (message != null) {
        String creds = message.value(AttemptIndex.TLS);
        report.add(
            who,
            message.timeNs(),
            "the migration is set to use TLS (" + creds + "), which cannot carry descriptors",
            EvidencePlaces.of(message, "tls-creds=" + creds));
      }
    }
  }

  /** The socket is the same for both, so only the sender's process tells who speaks. */
  private static void stillSpeaks(CheckedRun run, ProblemCollector report) {
    AfterHandOver.speaks(run, report);
    ConnectionPairs conversations = new ConnectionPairs(run);
    for (Connection connection : run.connections()) {
      List<Connection.Turn> turns = connection.turns();
      Set<Long> before = new HashSet<>();
      for (int i = 2; i < turns.size(); i++) {
        Connection.Turn again = turns.get(i);
        Connection.Turn other = turns.get(i - 1);
        before.add(turns.get(i - 2).process());
        Attempt taken =
            before.contains(again.process())
                ? taken(report.attempts(), conversations.speakers(connection), other)
                : null;
        // The source of a migration that fails goes on with what it gave away.
        if (taken != null && taken.outcome() == Attempt.AttemptOutcome.COMPLETED) {
          report
              .in(taken.number())
              .add(
                  connection.label(),
                  again.first().timeNs(),
                  "process "
                      + again.process()
                      + " sends "
                      + again.first().name()
                      + " on the connection that process "
                      + other.process()
                      + " has taken over",
                  List.of(EvidencePlaces.of(again), EvidencePlaces.of(other)));
        }
      }
    }
  }

  /** The migration in which a process took a connection over; null where it cannot be told. */
  private static @Nullable Attempt taken(
      List<AttemptFacts> attempts, List<String> speakers, Connection.Turn other) {
    long time = other.first().timeNs();
    Attempt found = null;
    for (AttemptFacts facts : attempts) {
      Attempt attempt = facts.attempt();
      boolean known = time >= 0 && attempt.beginNs() >= 0 || facts.alone();
      boolean here =
          speakers.isEmpty()
              || speakers.contains(attempt.source())
              || speakers.contains(attempt.destination());
      found = known && here && attempt.beginNs() <= time ? attempt : found;
    }
    return found;
  }

  /** Of a transferred connection the socket arrives, not what was layered on top of it. */
  private static void layers(CheckedRun run, ProblemCollector report) {
    Map<String, Integer> transferring = new HashMap<>();
    for (AttemptFacts attempt : report.attempts()) {
      if (attempt.transfers()) {
        for (String who : List.of(attempt.source(), attempt.destination())) {
          transferring.putIfAbsent(attempt.monitor(who), attempt.number());
        }
      }
    }
    for (QmpMessage message : run.qmp()) {
      Integer attempt = transferring.get(message.who());
      if (attempt == null) {
        continue;
      }
      for (QmpMessage.QmpLeaf value : message.values()) {
        String layer = layer(message, value);
        if (layer != null) {
          report
              .in(attempt)
              .add(
                  message.who(),
                  message.timeNs(),
                  "the connection to a back-end has a layer that is lost when its socket is handed"
                      + " over: "
                      + layer,
                  EvidencePlaces.of(message, value.path() + "=" + value.text()));
        }
      }
    }
  }

  private static @Nullable String layer(QmpMessage message, QmpMessage.QmpLeaf value) {
    String path = value.path();
    String text = value.text();
    if (message.name().equals("query-chardev") && path.endsWith(".filename")) {
      for (String layer : List.of("tls", "websocket", "telnet", "tn3270")) {
        if (text.startsWith(layer + ":") || text.startsWith("disconnected:" + layer + ":")) {
          return layer;
        }
      }
    }
    if (message.name().startsWith("chardev-") && path.contains("backend.data.")) {
      String option = path.substring(path.lastIndexOf('.') + 1);
      boolean on = text.equals("true");
      if (on && List.of("telnet", "tn3270", "websocket").contains(option)) {
        return option;
      }
      return option.equals("tls-creds") && !text.isEmpty() ? "TLS (" + text + ")" : null;
    }
    return null;
  }
}
