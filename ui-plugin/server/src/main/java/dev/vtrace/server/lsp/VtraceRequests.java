// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonElement;
import dev.vtrace.server.view.Tree;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.eclipse.lsp4j.jsonrpc.services.JsonSegment;

/** The requests beside those of LSP. PROTOCOL.md of this module has their shapes. */
@JsonSegment("vtrace")
public interface VtraceRequests {
  /** A capture. */
  record CaptureInfo(String capture) {}

  /** What to open: one URI, or files by their content. */
  record OpenParams(String uri, Files files, JsonElement workDoneToken) {}

  /** Files by what they report; any may be null. */
  record Files(
      List<String> source,
      List<String> destination,
      List<NamedFile> qemu,
      String stream,
      String fds,
      List<String> socket,
      String qmp,
      String traceEvents) {}

  /** The trace of a further QEMU. */
  record NamedFile(String name, String uri) {}

  /** A part of a timeline. */
  record TimelineParams(
      String capture,
      JsonElement from,
      JsonElement to,
      int pixels,
      List<Integer> lanes,
      List<String> kinds,
      List<String> states,
      boolean brief) {}

  /** Items of a timeline. */
  record Items(String capture, List<Integer> ids) {}

  /** A place in a file, or a time. */
  record At(String uri, Position position, Long offset, String capture, JsonElement time) {}

  /** A place as evidence has it, or an item of the timeline. */
  record Locate(String capture, String file, Long line, Long offset, Integer item) {}

  /** A document. */
  record Uri(String uri) {}

  /** Children of a node of a stream. */
  record StreamNodeParams(String uri, String node, int from, Integer count) {}

  /** A place in a stream. */
  record Offset(String uri, long offset, int length) {}

  /** What to look for in a stream. */
  record StreamSearch(String uri, String text, String after, Integer limit) {}

  /** Bytes to look for, as hexadecimal digits; {@code back}: the last place before an offset. */
  record BytesWanted(String uri, String hex, long from, boolean back) {}

  /** Lines of a text; first line 0. */
  record LogLines(String uri, long from, int count) {}

  /** What to look for in a text. */
  record LogSearch(
      String uri,
      String text,
      boolean regex,
      boolean matchCase,
      long from,
      JsonElement workDoneToken) {}

  /** A line of a text from which on, or back, a verdict is wanted. */
  record LogVerdict(String uri, long line, boolean back) {}

  /** A report to write. */
  record ReportParams(String capture, String format, List<String> keep, String file) {}

  /** Two captures. */
  record CapturePair(String a, String b) {}

  /** A condition of the debugger, asked of a whole run; at most {@code limit} steps are named. */
  record RunCondition(String capture, String where, Integer limit) {}

  /** A running QEMU; all but the first two may be null. */
  record Attach(String qmp, String output, String role, String follow, List<String> events) {}

  @JsonRequest
  CompletableFuture<Tree> open(OpenParams params);

  @JsonRequest
  CompletableFuture<Object> close(CaptureInfo params);

  @JsonRequest
  CompletableFuture<Tree> verify(CaptureInfo params);

  @JsonRequest
  CompletableFuture<Tree> ledger(CaptureInfo params);

  @JsonRequest
  CompletableFuture<Tree> fds(CaptureInfo params);

  @JsonRequest
  CompletableFuture<Tree> diagnostics(CaptureInfo params);

  @JsonRequest
  CompletableFuture<Tree> timeline(TimelineParams params);

  @JsonRequest
  CompletableFuture<Tree> items(Items params);

  @JsonRequest
  CompletableFuture<Tree> at(At params);

  @JsonRequest
  CompletableFuture<Location> locate(Locate params);

  @JsonRequest
  CompletableFuture<Tree> kind(Uri params);

  @JsonRequest
  CompletableFuture<Tree> text(Uri params);

  @JsonRequest
  CompletableFuture<Tree> report(ReportParams params);

  @JsonRequest
  CompletableFuture<Tree> diff(CapturePair params);

  @JsonRequest
  CompletableFuture<Tree> query(RunCondition params);

  @JsonRequest
  CompletableFuture<Tree> queryNames(CaptureInfo params);

  @JsonRequest
  CompletableFuture<Tree> attach(Attach params);

  @JsonRequest
  CompletableFuture<Object> detach(CaptureInfo params);

  @JsonRequest("stream/tree")
  CompletableFuture<Tree> streamTree(StreamNodeParams params);

  @JsonRequest("stream/at")
  CompletableFuture<Tree> streamAt(Offset params);

  @JsonRequest("stream/search")
  CompletableFuture<Tree> streamSearch(StreamSearch params);

  @JsonRequest("stream/bytes")
  CompletableFuture<Tree> streamBytes(Offset params);

  @JsonRequest("stream/find")
  CompletableFuture<Tree> streamFind(BytesWanted params);

  @JsonRequest("log/lines")
  CompletableFuture<Tree> logLines(LogLines params);

  @JsonRequest("log/search")
  CompletableFuture<Tree> logSearch(LogSearch params);

  @JsonRequest("log/verdict")
  CompletableFuture<Tree> logVerdict(LogVerdict params);
}
