// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.descriptor;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorChannel;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorState;
import dev.vtrace.decoder.analysis.model.Descriptor.Sighting;
import dev.vtrace.decoder.analysis.model.Descriptor.SightingKind;
import dev.vtrace.decoder.analysis.model.DescriptorPlace;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vhostuser.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows every descriptor from where it was first seen. In a migration the n-th that the source
 * sends is the n-th that crosses the wire and the n-th that the destination takes.
 */
public final class DescriptorLedger {
  private static final String UNCLAIMED = "received fd ";

  private final CollectedEvidence collected;
  private final List<Attempt> attempts;
  private final List<Descriptor> out = new ArrayList<>();

  /** Where migrations begin in the log of each process. */
  private final Map<String, NavigableSet<Integer>> begins = new HashMap<>();

  private final Origins origins = new Origins();

  /** What nobody took, by process: its log reports it once for all its migrations. */
  private final Map<String, List<Sighting>> left = new HashMap<>();

  public DescriptorLedger(CollectedEvidence collected, List<Attempt> attempts) {
    this.collected = collected;
    this.attempts = attempts;
  }

  /** All descriptors: those of each stream in order, then those of the connections. */
  public List<Descriptor> list(List<ReportedMigration> sides) {
    for (ReportedMigration reported : sides) {
      begins.computeIfAbsent(reported.participant, p -> new TreeSet<>()).add(reported.beginOrder);
    }
    if (attempts.isEmpty()) {
      for (CollectedEvidence.Stream stream : collected.streams) {
        streamed(0, stream, List.of(), List.of(), List.of());
      }
    }
    Map<Integer, CollectedEvidence.Stream> streams = new HashMap<>();
    collected.streams.forEach(stream -> streams.put(stream.mark().attempt(), stream));
    Map<Integer, List<ReportedMigration>> ends = ReportedMigration.byAttempt(sides);
    for (Attempt attempt : attempts) {
      CollectedEvidence.Stream stream = streams.get(attempt.number());
      List<Sighting> sent = List.of();
      List<Sighting> taken = List.of();
      List<Sighting> unclaimed = List.of();
      for (ReportedMigration reported : ends.getOrDefault(attempt.number(), List.of())) {
        if (reported.outgoing) {
          sent = events(reported, Event.DESCRIPTOR_SENT);
        } else {
          taken = events(reported, Event.DESCRIPTOR_TAKEN);
          unclaimed = left.computeIfAbsent(reported.participant, this::unclaimed);
        }
      }
      streamed(attempt.number(), stream, sent, taken, unclaimed);
    }
    for (Traffic traffic : collected.traffic) {
      passed(traffic);
    }
    return origins.find(out);
  }

  private void streamed(
      int attempt,
      CollectedEvidence.@Nullable Stream stream,
      List<Sighting> sent,
      List<Sighting> taken,
      List<Sighting> unclaimed) {
    List<StreamDescriptor> fields = fields(stream);
    List<DescriptorPlace> recorded = stream == null ? List.of() : stream.descriptors();
    List<Sighting> travelled = sent.stream().filter(each -> !isRefused(each)).toList();
    // A field that nothing could be sent for may stand in the stream all the same.
    boolean all = fields.size() > Math.max(travelled.size(), recorded.size());
    int refusals = sent.size() - travelled.size();
    int others = Math.max(recorded.size(), Math.max(taken.size(), travelled.size()));
    int count = Math.max(others + refusals, Math.max(sent.size(), fields.size()));
    int failing = taken.size();
    int refusedBefore = 0;
    for (int slot = 0; slot < count; slot++) {
      List<Sighting> seen = new ArrayList<>();
      boolean refused = slot < sent.size() && isRefused(sent.get(slot));
      if (slot < sent.size()) {
        seen.add(sent.get(slot));
      }
      refusedBefore += refused ? 1 : 0;
      // What was refused was not on the wire, and nobody took it: the next one has its place there.
      int i = refused ? Integer.MAX_VALUE : slot - refusedBefore;
      int fieldAt = all ? slot : i;
      String kind = "";
      Identity identity = Identity.parse("");
      if (i < recorded.size()) {
        DescriptorPlace place = recorded.get(i);
        kind = place.kind();
        identity = place.identity();
        seen.add(
            new Sighting(
                "",
                SightingKind.ON_THE_WIRE,
                OptionalInt.empty(),
                place.timeNs(),
                place.evidence()));
      }
      String purpose = "";
      if (stream != null && fieldAt < fields.size()) {
        StreamDescriptor field = fields.get(fieldAt);
        purpose = field.path();
        kind = kind.isEmpty() ? field.kind() : kind;
        Evidence there = new Evidence(stream.mark().file(), -1, field.offset(), field.path());
        seen.add(new Sighting("", SightingKind.IN_THE_STREAM, OptionalInt.empty(), -1, there));
      }
      DescriptorState state = refused ? DescriptorState.REFUSED : DescriptorState.SENT;
      if (i < taken.size()) {
        seen.add(taken.get(i));
        state = DescriptorState.CLAIMED;
      } else if (i - failing < unclaimed.size() && i >= failing && !refused) {
        seen.add(unclaimed.get(i - failing));
        state = DescriptorState.UNCLAIMED;
      }
      out.add(
          new Descriptor(
              out.size(),
              DescriptorChannel.STREAM,
              kind,
              identity,
              null,
              purpose,
              attempt,
              state,
              List.copyOf(seen)));
    }
  }

  private static boolean isRefused(Sighting sent) {
    return sent.kind() == SightingKind.REFUSED;
  }

  private static List<StreamDescriptor> fields(CollectedEvidence.@Nullable Stream stream) {
    if (stream == null) {
      return List.of();
    }
    List<StreamDescriptor> fields = new ArrayList<>(stream.mark().summary().descriptors());
    fields.sort(Comparator.comparingLong(StreamDescriptor::offset));
    return fields;
  }

  private List<Sighting> events(ReportedMigration reported, Event row) {
    List<Sighting> found = new ArrayList<>();
    TraceLog log = collected.log(reported.participant);
    if (log == null || reported.beginOrder < 0) {
      return found;
    }
    Integer next = requireNonNull(begins.get(reported.participant)).higher(reported.beginOrder);
    int until = next == null ? log.events.size() : next;
    for (int i : collected.travels(log).positions(row, reported.beginOrder, until)) {
      TraceEvent event = log.events.get(i);
      int number = (int) event.number("fd", -1);
      boolean sent = row == Event.DESCRIPTOR_SENT;
      // The destination looks for descriptors also where none came.
      if (sent || number >= 0) {
        boolean refused = sent && event.number("ret", 0) < 0;
        SightingKind taken = sent ? SightingKind.SENT : SightingKind.RECEIVED;
        SightingKind kind = refused ? SightingKind.REFUSED : taken;
        found.add(
            new Sighting(
                reported.participant, kind, known(number), log.time(event), Evidence.of(event)));
      }
    }
    return found;
  }

  /** QEMU warns of each descriptor that nobody took when it closes the channel. */
  private List<Sighting> unclaimed(String participant) {
    Map<Integer, Sighting> found = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    for (TraceLog log : collected.logs.getOrDefault(participant, List.of())) {
      for (LogLine line : log.lines) {
        int at = line.text().indexOf(UNCLAIMED);
        if (at < 0 || !line.text().contains("never claimed")) {
          continue;
        }
        int number = number(line.text(), at + UNCLAIMED.length());
        Evidence evidence = Evidence.of(line.span(), line.text());
        if (found.putIfAbsent(
                number,
                new Sighting(
                    participant,
                    SightingKind.NEVER_CLAIMED,
                    known(number),
                    line.timeNs(),
                    evidence))
            == null) {
          order.add(number);
        }
      }
    }
    Collections.sort(order);
    return order.stream().map(found::get).toList();
  }

  private static OptionalInt known(int number) {
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static int number(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < 9 && "0123456789".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end == start ? -1 : Integer.parseInt(text.substring(start, end));
  }

  private void passed(Traffic traffic) {
    Map<Integer, String> owners = owners(traffic);
    List<Origins.PassingMessage> passed = new ArrayList<>();
    for (var step : traffic.session.steps()) {
      var message = step.message();
      int queue = step.decoded().queue();
      String purpose =
          message.name() + (queue >= 0 ? " q" + queue : "") + (message.isReply() ? " reply" : "");
      boolean none = message.fds().isEmpty();
      if (!message.isReply() && OriginRow.passes(message.row())) {
        OptionalInt index = none ? OptionalInt.empty() : OptionalInt.of(out.size());
        Identity first = none ? null : Identity.parse(message.fds().get(0));
        passed.add(
            new Origins.PassingMessage(
                message.row(), queue, purpose, message.timeNs(), index, first));
      }
      for (String recorded : message.fds()) {
        Identity identity = Identity.parse(recorded);
        Sighting seen =
            new Sighting(
                owners.getOrDefault(step.number(), traffic.owner),
                message.direction() == Direction.TO_BACKEND
                    ? SightingKind.PASSED_TO_BACKEND
                    : SightingKind.PASSED_TO_FRONTEND,
                OptionalInt.empty(),
                message.timeNs(),
                Evidence.of(message.span(), purpose));
        out.add(
            new Descriptor(
                out.size(),
                DescriptorChannel.SOCKET,
                identity.known() ? identity.kind().label() : recorded,
                identity,
                null,
                purpose,
                0,
                DescriptorState.PASSED,
                List.of(seen)));
      }
    }
    origins.add(
        new Origins.PassingConnection(passed, traffic.frontEnd, traffic.session.fromStart()));
  }

  /** Whose message each is, by its number. */
  private static Map<Integer, String> owners(Traffic traffic) {
    Map<Integer, String> out = new HashMap<>();
    for (JoinedRequest request : traffic.requests) {
      out.putIfAbsent(request.step, request.participant);
    }
    return out;
  }
}
