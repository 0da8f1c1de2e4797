// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.attempt.Attempts;
import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.attempt.ReportedMigrationReader;
import dev.vtrace.decoder.analysis.clock.Clocks;
import dev.vtrace.decoder.analysis.clock.WallClocks;
import dev.vtrace.decoder.analysis.descriptor.DescriptorLedger;
import dev.vtrace.decoder.analysis.downtime.DowntimeReader;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.HandOvers;
import dev.vtrace.decoder.analysis.join.Joiner;
import dev.vtrace.decoder.analysis.join.MigrationInference;
import dev.vtrace.decoder.analysis.join.Patterns;
import dev.vtrace.decoder.analysis.join.Phases;
import dev.vtrace.decoder.analysis.join.WindowSort;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.DescriptorPlace;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.FailedLoads;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.analysis.verdict.Absence;
import dev.vtrace.decoder.analysis.verdict.DeviceFacts;
import dev.vtrace.decoder.analysis.verdict.GuestQueues;
import dev.vtrace.decoder.analysis.verdict.HandedOverDescriptors;
import dev.vtrace.decoder.analysis.verdict.MessageVisibility;
import dev.vtrace.decoder.analysis.verdict.NearbyMessages;
import dev.vtrace.decoder.analysis.verdict.OutsideMessages;
import dev.vtrace.decoder.analysis.verdict.QueueNumbers;
import dev.vtrace.decoder.analysis.verdict.TransferEvidence;
import dev.vtrace.decoder.analysis.verdict.VerdictMaker;
import dev.vtrace.decoder.analysis.view.Devices;
import dev.vtrace.decoder.analysis.view.ProcessEnds;
import dev.vtrace.decoder.analysis.view.Rings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.run.Finding;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.vhostuser.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The way in: reads all evidence of a run, joins it, and says what happened.
 *
 * <pre>{@code
 * Migration migration = Analysis.of(CaptureFolder.open(folder));
 * }</pre>
 */
public final class Analysis {
  private final CollectedEvidence collected;

  /** What QMP calls each participant. */
  private final Map<String, String> names = new HashMap<>();

  private final List<ReportedMigration> sides = new ArrayList<>();

  /** Ends of migrations that had begun before a log did. */
  private final List<ReportedMigration> ends = new ArrayList<>();

  /** Who sends in one of the migrations, and who receives. */
  private final Set<String> sources = new HashSet<>();

  private final Set<String> destinations = new HashSet<>();

  /** Processes with migrations of which nothing tells which end they are. */
  private final Set<String> vague = new HashSet<>();

  private List<Attempt> attempts = List.of();

  private Analysis(CollectedEvidence collected) {
    this.collected = collected;
  }

  /**
   * Analyses a run. Damage in the evidence is a finding.
   *
   * @throws IOException if a file cannot be read
   */
  public static Migration of(Capture capture) throws IOException {
    return of(RunLoader.load(capture));
  }

  /** Analyses a run that was read. */
  public static Migration of(LoadedRun run) {
    return new Analysis(new CollectedEvidence(run)).join();
  }

  /** Analyses a run that was read, and puts its times on the common clock. */
  public static JoinedRun joined(LoadedRun run) {
    CollectedEvidence collected = new CollectedEvidence(run);
    return new JoinedRun(new Analysis(collected).join(), collected.placed());
  }

  private Migration join() {
    participants();
    WallClocks.adjust(collected, names);
    Clocks.adjust(collected);
    sides();
    attempts = Attempts.pair(sides, ends);
    streams();
    EventsOn on = new EventsOn(collected, names);
    Joiner joiner = new Joiner(collected, on, sides);
    List<WindowBuilder> builders = joiner.join();
    Devices devices = new Devices(collected);
    devices.name(builders);
    sort(builders);
    Patterns.assign(builders, on);
    HandOvers handOvers = new HandOvers(builders);
    infer(builders, handOvers);
    new Phases(builders, sides).assign();
    builders.addAll(MigrationInference.unseen(collected, builders, sides));
    sort(builders);
    roles(builders);
    DeviceFacts facts = new DeviceFacts(collected, builders, names);
    MessageVisibility coverage = new MessageVisibility(collected, on, builders);
    TransferEvidence transfer =
        new TransferEvidence(collected, facts, coverage, sides, vague, names);
    builders.forEach(transfer::decide);
    QueueNumbers.assign(builders, facts);
    GuestQueues queues = new GuestQueues(builders, facts, on);
    HandedOverDescriptors handedOver = new HandedOverDescriptors(collected, facts, builders);
    Absence absence =
        new Absence(
            facts,
            coverage,
            transfer,
            queues,
            OutsideMessages.of(builders, on),
            new NearbyMessages(builders),
            sides);
    VerdictMaker verdicts =
        new VerdictMaker(facts, coverage, transfer, queues, handedOver, absence);
    List<Window> windows = new ArrayList<>();
    List<Window> around = new ArrayList<>();
    Map<WindowBuilder, String> ids = new HashMap<>();
    for (WindowBuilder builder : builders) {
      List<Window> list = Joiner.isWindow(builder) ? windows : around;
      String id = (list == windows ? "w" : "g") + (list.size() + 1);
      ids.put(builder, id);
      list.add(window(builder, id, verdicts.judge(builder)));
    }
    leftOut(facts, builders);
    Map<String, Long> ended = ProcessEnds.of(collected, names);
    return new Migration(
        collected.capture.name(),
        participants(builders, ended),
        attempts,
        devices.list(facts),
        List.copyOf(windows),
        List.copyOf(around),
        Rings.of(windows, around, ended),
        messages(builders, ids),
        new DescriptorLedger(collected, attempts).list(sides),
        collected.streams.stream().map(CollectedEvidence.Stream::mark).toList(),
        new DowntimeReader(collected, sides, builders, names).list(attempts),
        List.copyOf(collected.findings));
  }

  /** Of very many queues, a window lists those that it names. */
  private void leftOut(DeviceFacts facts, List<WindowBuilder> windows) {
    if (facts.leftOut() > 0) {
      String file =
          windows.stream()
              .flatMap(window -> window.marks.stream())
              .map(Evidence::file)
              .findFirst()
              .orElse(collected.capture.name());
      String message =
          "not in each start and stop are all queues listed: up to "
              + facts.leftOut()
              + " that have no event or message in it are left out";
      collected.findings.add(
          new Finding(file, new Diagnostic(Code.QUEUES_LEFT_OUT, 0, 0, "", message)));
    }
  }

  private Window window(WindowBuilder window, String id, List<Operation> operations) {
    return new Window(
        id,
        window.role,
        window.participant,
        window.device,
        window.kind,
        window.beginNs,
        window.endNs,
        TransferEvidence.number(window),
        window.phase,
        window.transfer,
        window.why,
        window.failed(),
        window.cut,
        entries(window),
        operations);
  }

  private static List<Window.EnteredQueue> entries(WindowBuilder window) {
    List<Window.EnteredQueue> out = new ArrayList<>();
    window.queuesIn.forEach(
        (queue, in) -> out.add(new Window.EnteredQueue(queue, in, window.queuesOut.get(queue))));
    return out;
  }

  /** Finds out what QMP calls each participant; a transcript of one QEMU may name nobody. */
  private void participants() {
    Set<String> participants = new LinkedHashSet<>(collected.logs.keySet());
    participants.addAll(collected.capture.participants());
    Set<String> who = new LinkedHashSet<>();
    for (QmpMessage message : collected.qmp) {
      who.add(message.who());
    }
    Map<String, String> told = byCommand(participants);
    for (String name : who) {
      String named = name.isEmpty() ? Sides.SOURCE : sameSide(name, participants, who);
      String found = participants.contains(name) ? name : told.getOrDefault(name, named);
      names.put(found, name);
    }
  }

  /** A QEMU may be {@code source} in a transcript and {@code src} in the names of its logs. */
  private static String sameSide(String name, Set<String> participants, Set<String> who) {
    String found = null;
    for (String each : participants) {
      boolean same =
          Sides.isSource(name) && Sides.isSource(each)
              || Sides.isDestination(name) && Sides.isDestination(each);
      if (same && (found != null || who.contains(each))) {
        return name;
      }
      found = same ? each : found;
    }
    return found == null ? name : found;
  }

  /** The source is told to migrate, the destination to expect it. */
  private Map<String, String> byCommand(Set<String> participants) {
    String source = participants.stream().filter(Sides::isSource).findFirst().orElse(null);
    String destination =
        participants.stream().filter(Sides::isDestination).findFirst().orElse(null);
    Map<String, String> out = new HashMap<>();
    for (QmpMessage message : collected.qmp) {
      boolean outgoing = message.name().equals("migrate");
      boolean command = message.kind() == QmpMessage.QmpMessageKind.COMMAND;
      if (command && (outgoing || message.name().equals("migrate-incoming"))) {
        String end = outgoing ? source : destination;
        if (end != null) {
          out.putIfAbsent(message.who(), end);
        }
      }
    }
    return out;
  }

  private void sides() {
    Set<String> all = new LinkedHashSet<>(collected.logs.keySet());
    all.addAll(names.keySet());
    Map<String, List<QmpMessage>> said = new HashMap<>();
    for (QmpMessage message : collected.qmp) {
      said.computeIfAbsent(message.who(), who -> new ArrayList<>()).add(message);
    }
    for (String participant : all) {
      TraceLog log = collected.log(participant);
      String who = names.getOrDefault(participant, participant);
      List<ReportedMigration> reported =
          ReportedMigrationReader.of(said.getOrDefault(who, List.of()), participant);
      ReportedMigrationReader.ReportedMigrations logged =
          log == null
              ? ReportedMigrationReader.ReportedMigrations.NOTHING
              : ReportedMigrationReader.of(log);
      List<ReportedMigration> traced = new ArrayList<>(logged.sides());
      direct(participant, traced, reported);
      if (traced.removeIf(report -> !report.known) || !logged.whole()) {
        vague.add(participant);
      }
      List<ReportedMigration> others = traced;
      if (traced.isEmpty()) {
        others = reported.isEmpty() ? byLines(participant) : reported;
      }
      ReportedMigration first = logged.first();
      boolean told = !reported.isEmpty() || traced.isEmpty() && !others.isEmpty();
      if (first != null && !told && endKnown(first)) {
        ends.add(first);
      }
      if (traced.isEmpty()) {
        sides.addAll(others);
        continue;
      }
      sides.addAll(traced);
      for (int i = 0; i < traced.size() && traced.size() == reported.size(); i++) {
        complete(traced.get(i), reported.get(i));
      }
    }
  }

  /** Whether it is known which end of a migration a process was that had begun before its log. */
  private static boolean endKnown(ReportedMigration first) {
    String participant = first.participant;
    if (!first.known && (Sides.isSource(participant) || Sides.isDestination(participant))) {
      first.outgoing = Sides.isSource(participant);
      first.known = true;
    }
    return first.known;
  }

  /**
   * Migrations that only lines of errors, or of libvirt, report; several logs of a process repeat
   * each other.
   */
  private List<ReportedMigration> byLines(String participant) {
    List<ReportedMigration> most = List.of();
    for (TraceLog log : collected.logs.getOrDefault(participant, List.of())) {
      List<ReportedMigration> found = new ArrayList<>();
      for (LogLine line : FailedLoads.of(log.lines)) {
        found.add(ReportedMigrationReader.failedLoad(participant, line));
      }
      found.addAll(ReportedMigrationReader.ofLibvirt(participant, log.lines));
      most = found.size() > most.size() ? found : most;
    }
    return most;
  }

  /** Where only states are traced, QMP or the name of the process tells which end it is. */
  private static void direct(
      String participant, List<ReportedMigration> traced, List<ReportedMigration> reported) {
    boolean device = traced.stream().anyMatch(report -> report.stoppedOrder >= 0);
    for (int i = 0; i < traced.size(); i++) {
      ReportedMigration report = traced.get(i);
      if (!report.known && device && report.outcome == Attempt.AttemptOutcome.COMPLETED) {
        // A source of this version does not complete without the state that others show.
        report.known = true;
      }
      boolean same = traced.size() == reported.size();
      if (!report.known
          && (same || Sides.isSource(participant) || Sides.isDestination(participant))) {
        report.outgoing = same ? reported.get(i).outgoing : Sides.isSource(participant);
        report.known = true;
      }
    }
    // Who has completed one migration and begins to send in another has received in the first.
    for (int i = 0; i + 1 < traced.size(); i++) {
      ReportedMigration next = traced.get(i + 1);
      if (!traced.get(i).known
          && traced.get(i).outcome == Attempt.AttemptOutcome.COMPLETED
          && next.known
          && next.outgoing) {
        traced.get(i).known = true;
      }
    }
  }

  /** A log without times, or one that was cut, gets what QMP knows of the same migration. */
  private static void complete(ReportedMigration traced, ReportedMigration told) {
    traced.beginNs = traced.beginNs < 0 ? told.beginNs : traced.beginNs;
    traced.endNs = traced.endNs < 0 ? told.endNs : traced.endNs;
    traced.finishNs = traced.finishNs < 0 ? told.finishNs : traced.finishNs;
    traced.resumeNs = traced.resumeNs < 0 ? told.resumeNs : traced.resumeNs;
    if (traced.open()) {
      traced.outcome = told.outcome;
      traced.proof = told.proof;
    }
  }

  /** Where each migration has its stream, the n-th is that of the n-th. */
  private void streams() {
    boolean each = collected.streams.size() == attempts.size();
    for (int i = 0; i < collected.streams.size(); i++) {
      CollectedEvidence.Stream stream = collected.streams.get(i);
      StreamMark mark = stream.mark();
      int number = each ? attempts.get(i).number() : during(stream.descriptors());
      StreamMark placed =
          new StreamMark(mark.file(), number, mark.summary(), mark.devices(), mark.places());
      collected.streams.set(
          i, new CollectedEvidence.Stream(placed, stream.descriptorFile(), stream.descriptors()));
    }
  }

  /** The migration in whose time descriptors were recorded; 0 if that is not one. */
  private int during(List<DescriptorPlace> descriptors) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (DescriptorPlace descriptor : descriptors) {
      first = Math.min(first, descriptor.timeNs());
      last = Math.max(last, descriptor.timeNs());
    }
    int number = 0;
    for (Attempt attempt : attempts) {
      boolean in =
          attempt.beginNs() >= 0
              && !descriptors.isEmpty()
              && first >= attempt.beginNs()
              && last <= attempt.endNs();
      if (in && number > 0) {
        return 0;
      }
      number = in ? attempt.number() : number;
    }
    return number;
  }

  /** Migrations that no event and no monitor shows. */
  private void infer(List<WindowBuilder> windows, HandOvers handOvers) {
    List<ReportedMigration> inferred = MigrationInference.sides(windows, handOvers, sides);
    if (sides.stream().noneMatch(report -> report.outgoing)
        && inferred.stream().noneMatch(report -> report.outgoing)) {
      inferred.addAll(MigrationInference.logging(windows));
    }
    for (ReportedMigration each : inferred) {
      ends.removeIf(each::takes);
    }
    if (!inferred.isEmpty()) {
      sides.addAll(inferred);
      attempts = Attempts.pair(sides, ends);
      streams();
    }
  }

  private void sort(List<WindowBuilder> windows) {
    List<WindowBuilder> sorted = WindowSort.sort(windows, collected.capture.participants());
    windows.clear();
    windows.addAll(sorted);
  }

  private void roles(List<WindowBuilder> windows) {
    for (ReportedMigration report : sides) {
      (report.outgoing ? sources : destinations).add(report.participant);
    }
    for (WindowBuilder window : windows) {
      if (window.role == Role.OTHER) {
        window.role = role(window.participant);
      }
    }
  }

  /** A QEMU that was both, between two hops, is neither. */
  private Role role(String participant) {
    boolean source = sources.contains(participant);
    boolean destination = destinations.contains(participant);
    if (source == destination) {
      return !source && Sides.isSource(participant)
          ? Role.SOURCE
          : !source && Sides.isDestination(participant) ? Role.DESTINATION : Role.OTHER;
    }
    return source ? Role.SOURCE : Role.DESTINATION;
  }

  private List<Participant> participants(List<WindowBuilder> windows, Map<String, Long> ended) {
    Set<String> all = new LinkedHashSet<>(collected.capture.participants());
    all.addAll(names.keySet());
    for (WindowBuilder window : windows) {
      if (!window.participant.isEmpty()) {
        all.add(window.participant);
      }
    }
    List<Participant> out = new ArrayList<>();
    for (String name : Sides.order(all)) {
      TraceLog log = collected.log(name);
      Clock clock = log == null ? Clock.NONE : log.clock;
      List<String> files = new ArrayList<>(collected.files.getOrDefault(name, List.of()));
      Long end = ended.get(name);
      out.add(
          new Participant(
              name,
              names.getOrDefault(name, name),
              role(name),
              clock,
              List.copyOf(files),
              end == null ? OptionalLong.empty() : OptionalLong.of(end)));
    }
    if (!collected.traffic.isEmpty()) {
      Set<String> files = new LinkedHashSet<>();
      collected.traffic.forEach(traffic -> files.add(traffic.file));
      out.add(
          new Participant(
              "backend",
              "backend",
              Role.BACKEND,
              Clock.WALL,
              List.copyOf(files),
              OptionalLong.empty()));
    }
    return List.copyOf(out);
  }

  private static List<WireMark> messages(
      List<WindowBuilder> windows, Map<WindowBuilder, String> ids) {
    List<WireMark> out = new ArrayList<>();
    for (WindowBuilder window : windows) {
      for (JoinedRequest request : window.requests) {
        out.add(
            new WireMark(
                request.timeNs,
                request.connection == null ? "" : request.connection.label(),
                window.participant,
                request.name(),
                request.queue,
                Direction.TO_BACKEND,
                ids.get(window),
                request.step,
                request.first()));
      }
    }
    return List.copyOf(out);
  }
}
