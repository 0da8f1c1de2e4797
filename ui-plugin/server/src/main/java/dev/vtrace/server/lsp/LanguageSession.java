// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.AnalysisLimit;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.RunStore;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.stream.StreamStore;
import dev.vtrace.server.text.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.jspecify.annotations.Nullable;

/** Everything that one conversation has: the client, what is open, who works. */
final class LanguageSession {
  /** Text that is read faster than anybody could look. */
  private static final long SMALL = 16L << 20;

  private static final long PATIENCE_MS = 2_000;

  /** Traces of a run that an outline waits for. */
  private static final long OUTLINED = 64L << 20;

  final Services services;
  final RequestExecutor work = new RequestExecutor();
  final Progress progress = new Progress(this::client);
  final Reach reach;
  final DocumentStore documents;
  final StreamStore streams;
  final RunStore runs;
  final Attachments attachments;
  final Plans plans = new Plans();
  final DiagnosticExchange findings = new DiagnosticExchange(this);
  final RunWatch watch = new RunWatch(this);
  final EditorPages pages = new EditorPages();

  /** The URI of a rule's page that the client can open; null if it has none. */
  final UnaryOperator<String> rules = this::rule;

  /** What the client is asked when a run has been read: hints and lenses are more then. */
  private final List<Runnable> refreshes = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private volatile VtraceClient client;

  private volatile ClientAbilities abilities = ClientAbilities.UNKNOWN;
  private volatile @Nullable CompletableFuture<SourceTree> sources;

  LanguageSession(Services services, Reach reach) {
    this.services = services;
    this.reach = reach;
    this.documents = new DocumentStore(work.readers(), progress, reach);
    this.streams = new StreamStore(work.readers(), reach);
    this.runs = new RunStore(work.readers(), AnalysisLimit.USUAL.bytes(), reach);
    this.attachments = new Attachments(this::client, "vtrace " + services.version());
  }

  void connect(VtraceClient newClient) {
    client = newClient;
  }

  VtraceClient client() {
    return client;
  }

  /** What the client can do. */
  ClientAbilities abilities() {
    return abilities;
  }

  private @Nullable String rule(String code) {
    if (!abilities.own()) {
      return pages.rule(code);
    }
    return RulePage.exists(code) ? Uris.ofRule(code) : null;
  }

  /** Notes what a client shows and can be asked to show again. */
  void capabilities(ClientCapabilities capabilities, @Nullable Boolean ownCommands) {
    abilities = ClientAbilities.of(capabilities, ownCommands);
    progress.supported(abilities.progress());
    if (abilities.pullsAnew()) {
      refreshes.add(() -> client.refreshDiagnostics());
    }
    var workspace = capabilities == null ? null : capabilities.getWorkspace();
    if (workspace == null) {
      return;
    }
    if (workspace.getInlayHint() != null
        && Boolean.TRUE.equals(workspace.getInlayHint().getRefreshSupport())) {
      refreshes.add(() -> client.refreshInlayHints());
    }
    if (workspace.getCodeLens() != null
        && Boolean.TRUE.equals(workspace.getCodeLens().getRefreshSupport())) {
      refreshes.add(() -> client.refreshCodeLenses());
    }
    if (workspace.getSemanticTokens() != null
        && Boolean.TRUE.equals(workspace.getSemanticTokens().getRefreshSupport())) {
      refreshes.add(() -> client.refreshSemanticTokens());
    }
  }

  /** Takes the settings of a client, or a part of them. */
  void settings(Settings settings) {
    if (settings.analysisLimitMiB() != null) {
      long limit = settings.analysisLimitMiB();
      runs.limit(limit > 0 ? limit << 20 : AnalysisLimit.USUAL.bytes());
    }
    if (settings.keepRecords() != null) {
      runs.keep(AnalysisLimit.kept(settings.keepRecords()));
    }
    if (settings.qemuSource() != null) {
      String folder = settings.qemuSource();
      sources =
          folder.isEmpty()
              ? null
              : CompletableFuture.supplyAsync(() -> tree(folder), work.readers());
    }
  }

  private @Nullable SourceTree tree(String folder) {
    try {
      return SourceTree.read(Path.of(folder));
    } catch (IOException | RuntimeException e) {
      say(e instanceof IOException io ? RpcRefusal.describe(io) : "qemuSource: " + e.getMessage());
      return null;
    }
  }

  private void say(String sentence) {
    client.showMessage(new MessageParams(MessageType.Warning, sentence));
  }

  /** The QEMU source tree, null where none is configured or it cannot be read. */
  @Nullable SourceTree sources(CancelChecker cancelled) {
    CompletableFuture<SourceTree> tree = sources;
    while (tree != null && !tree.isDone()) {
      cancelled.checkCanceled();
      try {
        tree.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // It is still being read.
      } catch (InterruptedException | ExecutionException e) {
        return null;
      }
    }
    return tree == null ? null : tree.join();
  }

  /**
   * A document. A small one has been read to its end; of a large one, what was read so far is
   * there.
   */
  Document document(String uri) throws IOException {
    try {
      Document document = documents.get(uri).get();
      if (document.file().size() < SMALL) {
        document.file().index().await(PATIENCE_MS);
      }
      return document;
    } catch (InterruptedException e) {
      throw new IOException("the server ends", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  /** The run of a document if it is there and about the text on disk; it is not waited for. */
  @Nullable OpenRun ready(String uri) {
    return documents.edited(uri) ? null : runs.ready(uri);
  }

  /**
   * The run that names and verdicts of an outline come from, once it was read. None for one that
   * takes so long that an outline would not be waited for.
   */
  CompletableFuture<OpenRun> outlineRun(String uri) {
    return work.answer(cancelled -> runs.traceBytes(uri) <= OUTLINED)
        .thenCompose(
            soon ->
                soon
                    ? work.withRun(runs, uri, (run, cancelled) -> run)
                    : CompletableFuture.completedFuture((OpenRun) null))
        .exceptionally(failure -> null);
  }

  /** The run of a document, when the client was notified of it; null if there is none. */
  CompletableFuture<OpenRun> read(String uri) {
    return work.withRun(
            runs,
            uri,
            (run, cancelled) -> {
              publish(run);
              return run;
            })
        .exceptionally(failure -> null);
  }

  /** Reads the run that a document belongs to, and tells the client what is wrong with it. */
  void check(String uri) {
    work.withRun(
            runs,
            uri,
            (run, cancelled) -> {
              publish(run);
              return run;
            })
        .exceptionally(
            failure -> {
              // A text that is no evidence has no run; that needs no message.
              client.logMessage(new MessageParams(MessageType.Log, uri + ": " + describe(failure)));
              return null;
            });
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof IOException io ? RpcRefusal.describe(io) : String.valueOf(cause);
  }

  /** Tells the client what is wrong with a run, once. */
  void publish(OpenRun run) {
    if (findings.publish(run)) {
      watch.follow(run);
      refreshes.forEach(Runnable::run);
    }
  }

  /** Forgets a run and takes its diagnostics back. */
  void close(String id) {
    runs.close(id);
    findings.close(id);
    watch.leave(id);
  }

  /**
   * Files may have changed: runs that they belong to are read again, in the background.
   *
   * @return done when that is done
   */
  CompletableFuture<?> refreshLater() {
    return work.answer(cancelled -> refresh()).thenCompose(reading -> reading);
  }

  private CompletableFuture<?> refresh() {
    List<CompletableFuture<?>> readings = new ArrayList<>();
    for (String id : runs.forgetChanged()) {
      readings.add(
          work.withRun(
                  runs,
                  id,
                  (run, cancelled) -> {
                    publish(run);
                    client.changed(new VtraceRequests.CaptureInfo(id));
                    return run;
                  })
              .exceptionally(
                  failure -> {
                    // It has gone: what was said of it does not hold any more.
                    close(id);
                    client.changed(new VtraceRequests.CaptureInfo(id));
                    return null;
                  }));
    }
    return CompletableFuture.allOf(readings.toArray(CompletableFuture[]::new));
  }
}
