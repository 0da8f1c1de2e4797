// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.stream.ByteSearch;
import dev.vtrace.server.stream.StreamIndex;
import dev.vtrace.server.stream.StreamTree;
import dev.vtrace.server.view.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;

/** Requests about streams, which are read in the background. */
final class StreamRequests {
  private static final int NODES = 200;
  private static final int MOST_NODES = 10_000;
  private static final int HITS = 100;
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST = 256;

  /** A stream that is read in this time is answered whole. */
  private static final long PATIENCE_MS = 300;

  private final LanguageSession session;

  StreamRequests(LanguageSession session) {
    this.session = session;
  }

  /** Children of a node. */
  CompletableFuture<Tree> tree(VtraceRequests.StreamNodeParams params) {
    String node = params.node() == null ? "" : params.node();
    int count = params.count() == null ? NODES : Math.max(0, Math.min(MOST_NODES, params.count()));
    int from = Math.max(0, params.from());
    return stream(params.uri(), (tree, cancelled) -> tree.children(node, from, count));
  }

  /** What lies at an offset. */
  CompletableFuture<Tree> at(VtraceRequests.Offset params) {
    return stream(params.uri(), (tree, cancelled) -> tree.at(params.offset()));
  }

  /** Nodes with a text in them. */
  CompletableFuture<Tree> search(VtraceRequests.StreamSearch params) {
    if (params.text() == null || params.text().isEmpty()) {
      return CustomService.refuse("needs 'text'");
    }
    int limit = params.limit() == null ? HITS : Math.max(1, Math.min(MOST_NODES, params.limit()));
    return stream(
        params.uri(),
        (tree, cancelled) ->
            tree.search(params.text(), params.after(), limit, cancelled::checkCanceled));
  }

  /** Bytes of a stream, or of any file. */
  CompletableFuture<Tree> bytes(VtraceRequests.Offset params) {
    if (params.offset() < 0 || params.length() < 0) {
      return CustomService.refuse("'offset' and 'length' cannot be negative");
    }
    return session.work.answer(
        cancelled -> {
          Path path = session.reach.read(Uris.path(CustomService.uri(params.uri())));
          StreamIndex index = session.streams.known(path);
          if (index != null) {
            return bytes(params, index.source());
          }
          try (ByteSource source = Inputs.open(path)) {
            return bytes(params, source);
          }
        });
  }

  /** Where some bytes stand in a stream, or in any file. */
  CompletableFuture<Tree> find(VtraceRequests.BytesWanted params) {
    byte[] wanted;
    try {
      wanted = HexFormat.of().parseHex(params.hex() == null ? "" : params.hex());
    } catch (IllegalArgumentException e) {
      return CustomService.refuse("'hex' has to be pairs of hexadecimal digits");
    }
    if (wanted.length == 0 || wanted.length > LONGEST) {
      return CustomService.refuse("'hex' has to be 1 to " + LONGEST + " bytes");
    }
    return session.work.answer(
        cancelled -> {
          Path path = session.reach.read(Uris.path(CustomService.uri(params.uri())));
          StreamIndex index = session.streams.known(path);
          if (index != null) {
            return find(params, wanted, index.source(), cancelled);
          }
          try (ByteSource source = Inputs.open(path)) {
            return find(params, wanted, source, cancelled);
          }
        });
  }

  private static Tree find(
      VtraceRequests.BytesWanted params, byte[] wanted, ByteSource source, CancelChecker cancelled)
      throws IOException {
    ByteSearch search = new ByteSearch(source, wanted, cancelled::checkCanceled);
    long at = params.back() ? search.previous(params.from()) : search.next(params.from());
    JsonObject out = new JsonObject();
    out.addProperty("uri", params.uri());
    out.add("offset", at < 0 ? JsonNull.INSTANCE : new JsonPrimitive(at));
    return new Tree(out);
  }

  private static Tree bytes(VtraceRequests.Offset params, ByteSource source) throws IOException {
    byte[] bytes =
        new byte
            [(int)
                Math.max(
                    0,
                    Math.min(
                        Math.min(params.length(), MOST_BYTES), source.size() - params.offset()))];
    int there = source.read(params.offset(), bytes, 0, bytes.length);
    JsonObject out = new JsonObject();
    out.addProperty("uri", params.uri());
    out.addProperty("offset", params.offset());
    out.addProperty("size", source.size());
    out.addProperty(
        "data", Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.max(0, there))));
    return new Tree(out);
  }

  private CompletableFuture<Tree> stream(
      String uri, BiFunction<StreamTree, CancelChecker, JsonObject> answer) {
    return session.work.answer(
        cancelled -> {
          StreamIndex index = session.streams.open(Uris.path(CustomService.uri(uri)));
          index.await(PATIENCE_MS);
          try {
            JsonObject out = answer.apply(new StreamTree(index), cancelled);
            out.addProperty("uri", uri);
            return new Tree(out);
          } catch (IllegalArgumentException e) {
            throw RpcRefusal.badParams(String.valueOf(e.getMessage()));
          }
        });
  }
}
