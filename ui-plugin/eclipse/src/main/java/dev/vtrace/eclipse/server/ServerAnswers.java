// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * The answers to the requests of vtrace, as documented in {@code ui-plugin/server/PROTOCOL.md}.
 * Members that are not there are null; times are as JSON has them, see {@link #nanoseconds}.
 */
public interface ServerAnswers {
  /** A place that proves something. */
  record ProvingPlace(
      String file, Long line, Long offset, String text, String uri, Position position) {
    /** The place in words. */
    public String place() {
      return line == null ? file + " at byte " + offset : file + ":" + line;
    }
  }

  /** A file of a capture. */
  record EvidenceFile(
      String name,
      String uri,
      String textUri,
      String kind,
      String role,
      String participant,
      long size) {}

  /** A process that took part. */
  record ParticipantAnswer(String role, String name, String clock) {}

  /** A migration. */
  record Attempted(int attempt, String outcome, String why, String source, String destination) {}

  /** What vtrace/open reports about a capture. */
  record OpenAnswer(
      String capture,
      String name,
      String kind,
      List<EvidenceFile> files,
      List<ParticipantAnswer> participants,
      List<Attempted> migrations,
      Map<String, Integer> totals,
      Map<String, Integer> problems,
      TimelineFacts timeline) {}

  /** The timeline in a few words. */
  record TimelineFacts(String clock, List<String> headline, int items) {}

  /** One operation of the ledger. */
  record OperationAnswer(
      String operation,
      Integer queue,
      String verdict,
      String why,
      List<ProvingPlace> evidence,
      Integer item) {}

  /** A start or stop of a device. */
  record WindowAnswer(
      String id,
      String role,
      String participant,
      String device,
      String kind,
      String beginTime,
      Integer migration,
      String phase,
      String transfer,
      String why,
      List<OperationAnswer> operations,
      Integer item) {}

  /** The ledger. */
  record LedgerAnswer(List<WindowAnswer> windows, Map<String, Integer> totals) {}

  /** Where a descriptor was seen. */
  record Seen(String participant, String what, Integer fd, ProvingPlace evidence) {}

  /** A descriptor that was handed over. */
  record HandedOver(
      int index, String channel, String kind, String purpose, String state, List<Seen> sightings) {}

  /** The descriptors. */
  record DescriptorsAnswer(List<HandedOver> descriptors) {}

  /** What is wrong. */
  record FoundProblem(
      String code,
      String severity,
      String path,
      String message,
      String hint,
      List<ProvingPlace> evidence,
      String page,
      JsonElement time) {}

  /** The findings. */
  record ProblemsAnswer(List<FoundProblem> diagnostics) {}

  /** An item of the timeline with all that is known of it. */
  record ItemDetails(
      int id,
      String kind,
      int lane,
      JsonElement begin,
      JsonElement end,
      String name,
      String state,
      String why,
      Integer queue,
      Integer within,
      List<Integer> links,
      List<ProvingPlace> evidence) {}

  /** Items of the timeline. */
  record ItemsAnswer(List<ItemDetails> items) {}

  /** What belongs to a place. */
  record AtAnswer(String capture, JsonElement time, List<Integer> items, List<Integer> problems) {}

  /** A place in a text. */
  record LocateAnswer(String uri, Range range) {}

  /** What a file is. */
  record KindAnswer(
      String uri, String kind, String role, long size, String textUri, String capture) {}

  /** The text of a virtual document. */
  record DocumentText(String uri, String text, long lines, boolean complete) {}

  /** A node of a stream. */
  record StreamPart(
      String id,
      String label,
      String path,
      String kind,
      String type,
      long offset,
      long length,
      String value,
      List<String> names,
      String status,
      String fd,
      int children) {}

  /** Children of a node of a stream. */
  record StreamTreeAnswer(
      String uri,
      long size,
      long read,
      boolean complete,
      String node,
      int total,
      int from,
      List<StreamPart> nodes,
      JsonObject summary) {}

  /** Nodes of a stream. */
  record StreamPartsAnswer(List<StreamPart> nodes, boolean complete) {}

  /** Bytes of a stream, as base64. */
  record StreamBytesAnswer(long offset, long size, String data) {}

  /** A time in nanoseconds, whatever its form; -1 if it is not known. */
  static long nanoseconds(JsonElement time) {
    if (time == null || time.isJsonNull()) {
      return -1;
    }
    String text = time.getAsString();
    return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : time.getAsLong();
  }

  /** Params with one text. */
  static JsonObject of(String name, String value) {
    JsonObject out = new JsonObject();
    out.addProperty(name, value);
    return out;
  }
}
