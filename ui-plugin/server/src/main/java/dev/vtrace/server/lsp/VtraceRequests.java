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
  record Capture(String capture) {}

  /** What to open: one URI, or files by what they tell of. */
  record Open(String uri, Files files, JsonElement workDoneToken) {}

  /** Files by what they tell of; any may be null. */
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
  record Timeline(
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
  record Node(String uri, String node, int from, Integer count) {}

  /** A place in a stream. */
  record Offset(String uri, long offset, int length) {}

  /** What to look for in a stream. */
  record Search(String uri, String text, String after, Integer limit) {}

  /** A report to write. */
  record Report(String capture, String format, List<String> keep, String file) {}

  /** A running QEMU; all but the first two may be null. */
  record Attach(String qmp, String output, String role, String follow, List<String> events) {}

  @JsonRequest
  CompletableFuture<Tree> open(Open params);

  @JsonRequest
  CompletableFuture<Object> close(Capture params);

  @JsonRequest
  CompletableFuture<Tree> ledger(Capture params);

  @JsonRequest
  CompletableFuture<Tree> fds(Capture params);

  @JsonRequest
  CompletableFuture<Tree> diagnostics(Capture params);

  @JsonRequest
  CompletableFuture<Tree> timeline(Timeline params);

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
  CompletableFuture<Tree> report(Report params);

  @JsonRequest
  CompletableFuture<Tree> attach(Attach params);

  @JsonRequest
  CompletableFuture<Object> detach(Capture params);

  @JsonRequest("stream/tree")
  CompletableFuture<Tree> streamTree(Node params);

  @JsonRequest("stream/at")
  CompletableFuture<Tree> streamAt(Offset params);

  @JsonRequest("stream/search")
  CompletableFuture<Tree> streamSearch(Search params);

  @JsonRequest("stream/bytes")
  CompletableFuture<Tree> streamBytes(Offset params);
}
