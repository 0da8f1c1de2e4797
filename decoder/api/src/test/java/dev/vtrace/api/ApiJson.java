// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vtrace.api.LedgerOperation.OperationVerdict;
import dev.vtrace.api.RunParticipant.ParticipantClock;
import dev.vtrace.api.RunParticipant.TraceClock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Answers in the form of the commands' JSON. */
final class ApiJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ApiJson() {}

  static JsonNode ledger(Ledger ledger) throws IOException {
    ObjectNode out = MAPPER.createObjectNode();
    ArrayNode participants = out.putArray("participants");
    for (RunParticipant each : ledger.participants()) {
      ObjectNode node = participants.addObject();
      ParticipantClock clock = each.clock();
      node.put("role", label(each.role()));
      node.put("name", each.name());
      node.put("clock", label(clock.counts()));
      if (clock.estimatedFrom().isPresent() && clock.counts() != TraceClock.NONE) {
        number(node, "clockOffset", clock.offsetNs());
        node.put("clockUncertainty", clock.uncertaintyNs().orElse(-1));
        node.put("clockEstimatedFrom", clock.estimatedFrom().get());
      }
      ArrayNode evidence = node.putArray("evidence");
      each.files().forEach(evidence::add);
    }
    ArrayNode migrations = out.putArray("migrations");
    for (MigrationAttempt each : ledger.migrations()) {
      ObjectNode node = migrations.addObject();
      node.put("attempt", each.number());
      times(node, each.beginNs(), each.endNs());
      node.put("source", each.source().orElse(""));
      node.put("destination", each.destination().orElse(""));
      node.put("outcome", label(each.outcome()));
      node.put("why", each.why());
    }
    windows(out.putArray("windows"), ledger.windows());
    windows(out.putArray("around"), ledger.around());
    ObjectNode totals = out.putObject("totals");
    for (OperationVerdict verdict : OperationVerdict.values()) {
      totals.put(label(verdict), ledger.totals().get(verdict));
    }
    return same(out);
  }

  private static void windows(ArrayNode out, List<LedgerWindow> windows) {
    for (LedgerWindow each : windows) {
      ObjectNode node = out.addObject();
      node.put("id", each.id());
      node.put("role", label(each.role()));
      node.put("participant", each.participant());
      node.put("device", each.device());
      node.put("kind", label(each.kind()));
      times(node, each.beginNs(), each.endNs());
      nullable(node, "migration", each.migration());
      node.put("phase", label(each.phase()));
      node.put("transfer", label(each.transfer()));
      node.put("why", each.why());
      node.put("failed", each.failed());
      ArrayNode operations = node.putArray("operations");
      for (LedgerOperation operation : each.operations()) {
        ObjectNode inner = operations.addObject();
        inner.put("operation", operation.name());
        nullable(inner, "queue", operation.queue());
        inner.put("step", label(operation.part()));
        inner.put("verdict", label(operation.verdict()));
        inner.put("basis", label(operation.basis()));
        inner.put("reason", operation.reasonCode());
        inner.put("why", operation.reason());
        operation.wanted().ifPresent(wanted -> inner.put("wanted", wanted));
        places(inner, operation.evidence());
      }
    }
  }

  static JsonNode findings(List<RunFinding> findings) throws IOException {
    ArrayNode out = MAPPER.createArrayNode();
    for (RunFinding each : findings) {
      ObjectNode node = out.addObject();
      node.put("code", each.code());
      node.put("severity", label(each.severity()));
      node.put("rank", label(each.rank()));
      node.put("path", each.path());
      node.put("message", each.text());
      node.put("hint", each.hint());
      time(node, "time", each.timeNs());
      each.migration().ifPresent(number -> node.put("attempt", number));
      if (each.follows().isPresent()) {
        ObjectNode follows = node.putObject("follows");
        follows.put("code", each.follows().get().code());
        int at = 0;
        while (findings.get(at) != each.follows().get()) {
          at++;
        }
        follows.put("diagnostic", at);
      }
      places(node, each.evidence());
    }
    return same(out);
  }

  static JsonNode descriptors(List<RunDescriptor> descriptors) throws IOException {
    ArrayNode out = MAPPER.createArrayNode();
    for (RunDescriptor each : descriptors) {
      ObjectNode node = out.addObject();
      node.put("index", each.index());
      node.put("channel", label(each.carrier()));
      node.put("kind", each.kind());
      node.put("purpose", each.purpose());
      each.object()
          .ifPresent(
              object -> {
                ObjectNode identity = node.putObject("identity");
                identity.put("kind", each.kind());
                object.name().ifPresent(name -> identity.put("name", name));
                boolean counter = each.kind().equals("eventfd");
                number(identity, counter ? "eventfdId" : "inode", object.number());
                object.device().ifPresent(value -> number(identity, "device", value));
                object.peer().ifPresent(value -> number(identity, "peer", value));
                object.size().ifPresent(value -> number(identity, "size", value));
              });
      each.origin()
          .ifPresent(
              origin -> {
                ObjectNode inner = node.putObject("origin");
                inner.put(
                    "match",
                    origin.same().map(same -> same ? "same" : "different").orElse("unknown"));
                inner.put("message", origin.message());
                origin.descriptor().ifPresent(index -> inner.put("descriptor", index));
                inner.put("otherEnd", origin.otherEnd());
              });
      nullable(node, "migration", each.migration());
      node.put("state", label(each.fate()));
      ArrayNode sightings = node.putArray("sightings");
      for (RunDescriptor.DescriptorSighting sighting : each.sightings()) {
        ObjectNode inner = sightings.addObject();
        inner.put("participant", sighting.participant());
        inner.put("what", sighting.what());
        sighting.number().ifPresent(number -> inner.put("fd", number));
        time(inner, "time", sighting.timeNs());
        place(inner.putObject("evidence"), sighting.place());
      }
    }
    return same(out);
  }

  static JsonNode timeline(RunTimeline timeline) throws IOException {
    ObjectNode out = MAPPER.createObjectNode();
    out.put("clock", timeline.timed() ? "time" : "order");
    number(out, "begin", timeline.begin());
    number(out, "end", timeline.end());
    ArrayNode headline = out.putArray("headline");
    timeline.headline().forEach(headline::add);
    ArrayNode lanes = out.putArray("lanes");
    for (TimelineLane each : timeline.lanes()) {
      ObjectNode node = lanes.addObject();
      node.put("kind", label(each.kind()));
      node.put("label", each.label());
      text(node, "participant", each.participant());
      text(node, "device", each.device());
      each.queue().ifPresent(queue -> node.put("queue", queue));
    }
    ArrayNode items = out.putArray("items");
    for (TimelineItem each : timeline.items()) {
      ObjectNode node = items.addObject();
      node.put("id", each.id());
      node.put("kind", label(each.kind()));
      node.put("lane", each.lane());
      each.toLane().ifPresent(lane -> node.put("to", lane));
      number(node, "begin", each.begin());
      if (each.end() != each.begin()) {
        number(node, "end", each.end());
      }
      if (!each.exact()) {
        node.put("estimated", true);
      }
      node.put("name", each.name());
      text(node, "state", each.state());
      text(node, "why", each.why());
      each.queue().ifPresent(queue -> node.put("queue", queue));
      each.window().ifPresent(window -> node.put("within", window));
      if (!each.links().isEmpty()) {
        ArrayNode links = node.putArray("links");
        each.links().forEach(links::add);
      }
      if (!each.evidence().isEmpty()) {
        places(node, each.evidence());
      }
    }
    return same(out);
  }

  /** A tree with the types of numbers that reading it gives. */
  private static JsonNode same(JsonNode node) throws IOException {
    return MAPPER.readTree(MAPPER.writeValueAsBytes(node));
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void times(ObjectNode node, OptionalLong beginNs, OptionalLong endNs) {
    time(node, "begin", beginNs);
    time(node, "end", endNs);
    beginNs.ifPresent(
        ns ->
            node.put(
                "beginTime",
                Instant.ofEpochSecond(ns / 1_000_000_000, ns % 1_000_000_000).toString()));
  }

  private static void time(ObjectNode node, String name, OptionalLong ns) {
    if (ns.isPresent()) {
      number(node, name, ns.getAsLong());
    } else {
      node.putNull(name);
    }
  }

  private static void number(ObjectNode node, String name, long value) {
    if (Math.abs(value) <= 1L << 53) {
      node.put(name, value);
    } else {
      node.put(name, "0x" + Long.toHexString(value));
    }
  }

  private static void nullable(ObjectNode node, String name, OptionalInt value) {
    if (value.isPresent()) {
      node.put(name, value.getAsInt());
    } else {
      node.putNull(name);
    }
  }

  private static void text(ObjectNode node, String name, Optional<String> text) {
    text.ifPresent(value -> node.put(name, value));
  }

  private static void places(ObjectNode node, List<EvidencePlace> places) {
    ArrayNode out = node.putArray("evidence");
    places.forEach(place -> place(out.addObject(), place));
  }

  private static void place(ObjectNode node, EvidencePlace place) {
    node.put("file", place.file());
    if (place.line().isPresent()) {
      node.put("line", place.line().getAsLong());
    } else {
      node.put("offset", place.offset());
    }
    node.put("text", place.text());
    place
        .edge()
        .ifPresent(
            edge -> {
              ObjectNode neighbour = node.putObject("neighbour");
              neighbour.put("side", edge.side().name().toLowerCase(Locale.ROOT));
              time(neighbour, "time", edge.timeNs());
            });
  }
}
