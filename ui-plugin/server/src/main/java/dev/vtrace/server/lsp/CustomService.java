// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.view.PlaceView;
import dev.vtrace.server.view.RunView;
import dev.vtrace.server.view.TimelineView;
import dev.vtrace.server.view.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** The requests beside those of LSP. */
final class CustomService implements VtraceRequests {
  /** Steps that a query names if nobody says how many. */
  private static final int MOST_STEPS = 10_000;

  private final LanguageSession session;
  private final StreamRequests streams;
  private final LogRequests logs;

  CustomService(LanguageSession session) {
    this.session = session;
    this.streams = new StreamRequests(session);
    this.logs = new LogRequests(session);
  }

  @Override
  public CompletableFuture<Tree> open(OpenParams params) {
    if (params == null || (params.uri() == null) == (params.files() == null)) {
      return refuse("needs 'uri' or 'files'");
    }
    Either<String, Integer> token = LogRequests.token(params.workDoneToken());
    if (token != null) {
      WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
      begin.setTitle("Reading the capture");
      begin.setCancellable(true);
      session.progress.notify(token, begin);
    }
    CompletableFuture<Tree> out =
        params.uri() != null
            ? opened(params.uri())
            : session
                .work
                .answer(
                    c -> session.runs.add(CaptureRequests.capture(params.files(), session.reach)))
                .thenCompose(this::opened);
    if (token != null) {
      out.whenComplete((r, t) -> session.progress.notify(token, new WorkDoneProgressEnd()));
    }
    return out;
  }

  private CompletableFuture<Tree> opened(String uri) {
    return session.work.withRun(
        () -> session.runs.openAsItIs(uri),
        (run, cancelled) -> {
          session.publish(run);
          return new Tree(RunView.summary(run));
        });
  }

  @Override
  public CompletableFuture<Object> close(CaptureInfo params) {
    return session.work.answer(
        cancelled -> {
          session.close(session.runs.id(uri(params.capture())));
          return null;
        });
  }

  @Override
  public CompletableFuture<Tree> verify(CaptureInfo params) {
    return session.work.answer(
        cancelled -> CaptureRequests.verify(uri(params.capture()), cancelled::checkCanceled));
  }

  @Override
  public CompletableFuture<Tree> ledger(CaptureInfo params) {
    return run(params.capture(), (run, cancelled) -> RunView.ledger(run));
  }

  @Override
  public CompletableFuture<Tree> fds(CaptureInfo params) {
    return run(params.capture(), (run, cancelled) -> RunView.descriptors(run));
  }

  @Override
  public CompletableFuture<Tree> diagnostics(CaptureInfo params) {
    return run(params.capture(), (run, cancelled) -> RunView.diagnostics(run));
  }

  @Override
  public CompletableFuture<Tree> timeline(TimelineParams params) {
    TimelineView.Range range =
        new TimelineView.Range(
            params.from(),
            params.to(),
            params.pixels(),
            params.lanes(),
            params.kinds(),
            params.states(),
            params.brief());
    return run(params.capture(), (run, cancelled) -> TimelineView.of(run, range));
  }

  @Override
  public CompletableFuture<Tree> items(Items params) {
    return params.ids() == null
        ? refuse("needs 'ids'")
        : run(params.capture(), (run, cancelled) -> TimelineView.items(run, params.ids()));
  }

  @Override
  public CompletableFuture<Tree> at(At params) {
    if (params.uri() == null) {
      return run(
          params.capture(),
          (run, cancelled) -> {
            long time = PlaceView.time(params.time());
            if (time < 0) {
              throw RpcRefusal.badParams("needs 'uri' and a place in it, or 'capture' and 'time'");
            }
            return CaptureRequests.at(run, time);
          });
    }
    if (params.position() == null && params.offset() == null) {
      return refuse("needs 'position' or 'offset'");
    }
    return session.work.withRun(
        session.runs,
        params.uri(),
        (run, cancelled) ->
            new Tree(
                params.position() == null && !Uris.isVirtual(params.uri())
                    ? CaptureRequests.at(run, Uris.path(params.uri()), params.offset())
                    : CaptureRequests.at(run, session.document(params.uri()), params)));
  }

  @Override
  public CompletableFuture<Location> locate(Locate params) {
    return session.work.withRun(
        session.runs,
        uri(params.capture()),
        (run, cancelled) -> {
          Evidence evidence = CaptureRequests.evidence(run, params);
          var input = run.input(evidence.file());
          String uri = run.documents().get(evidence.file());
          if (uri == null) {
            throw new NoSuchFileException(evidence.file());
          }
          boolean lines = evidence.line() >= 0 || Uris.isText(uri);
          String text = input == null || lines ? uri : Uris.textOf(input.path());
          return CaptureRequests.locate(session.document(text), evidence);
        });
  }

  @Override
  public CompletableFuture<Tree> kind(Uri params) {
    return session.work.answer(
        cancelled -> {
          String capture;
          try {
            capture = session.runs.id(uri(params.uri()));
          } catch (IOException e) {
            capture = null;
          }
          return new Tree(CaptureRequests.kind(params.uri(), capture, session.reach));
        });
  }

  @Override
  public CompletableFuture<Tree> text(Uri params) {
    return session.work.answer(
        cancelled -> {
          String rule = Uris.rule(uri(params.uri()));
          return new Tree(
              rule != null
                  ? CaptureRequests.page(params.uri(), rule)
                  : CaptureRequests.text(session.document(params.uri())));
        });
  }

  @Override
  public CompletableFuture<Tree> report(ReportParams params) {
    return run(params.capture(), (run, cancelled) -> Reports.write(session, run, params));
  }

  @Override
  public CompletableFuture<Tree> diff(CapturePair params) {
    if (params.a() == null || params.b() == null) {
      return refuse("needs two captures, 'a' and 'b'");
    }
    return session
        .work
        .withRun(session.runs, params.a(), (one, cancelled) -> one)
        .thenCompose(one -> run(params.b(), (two, cancelled) -> RunView.diff(one, two)));
  }

  @Override
  public CompletableFuture<Tree> query(RunCondition params) {
    if (params.where() == null || params.where().isBlank()) {
      return refuse("needs 'where', a condition");
    }
    int limit = params.limit() == null ? MOST_STEPS : Math.max(0, params.limit());
    return run(
        params.capture(),
        (run, cancelled) ->
            RunQueries.of(run, session.runs.kept(), params.where(), limit, cancelled));
  }

  @Override
  public CompletableFuture<Tree> queryNames(CaptureInfo params) {
    return run(
        params.capture(),
        (run, cancelled) -> RunQueries.names(run, session.runs.kept(), cancelled));
  }

  @Override
  public CompletableFuture<Tree> attach(Attach params) {
    return session.work.answer(
        cancelled -> {
          JsonObject out = new JsonObject();
          out.addProperty("capture", session.attachments.attach(params, session.reach));
          return new Tree(out);
        });
  }

  @Override
  public CompletableFuture<Object> detach(CaptureInfo params) {
    return session.work.answer(
        cancelled -> {
          session.attachments.detach(uri(params.capture()));
          return null;
        });
  }

  @Override
  public CompletableFuture<Tree> streamTree(StreamNodeParams params) {
    return streams.tree(params);
  }

  @Override
  public CompletableFuture<Tree> streamAt(Offset params) {
    return streams.at(params);
  }

  @Override
  public CompletableFuture<Tree> streamSearch(StreamSearch params) {
    return streams.search(params);
  }

  @Override
  public CompletableFuture<Tree> streamBytes(Offset params) {
    return streams.bytes(params);
  }

  @Override
  public CompletableFuture<Tree> streamFind(BytesWanted params) {
    return streams.find(params);
  }

  @Override
  public CompletableFuture<Tree> logLines(LogLines params) {
    return logs.lines(params);
  }

  @Override
  public CompletableFuture<Tree> logSearch(LogSearch params) {
    return logs.search(params);
  }

  @Override
  public CompletableFuture<Tree> logVerdict(LogVerdict params) {
    return logs.verdict(params);
  }

  private CompletableFuture<Tree> run(
      String capture, BiFunction<OpenRun, CancelChecker, JsonObject> answer) {
    if (capture == null) {
      return refuse("needs 'capture'");
    }
    return session.work.withRun(
        session.runs,
        capture,
        (run, cancelled) -> {
          try {
            return new Tree(answer.apply(run, cancelled));
          } catch (IllegalArgumentException e) {
            throw RpcRefusal.badParams(String.valueOf(e.getMessage()));
          }
        });
  }

  static String uri(String uri) {
    if (uri == null) {
      throw RpcRefusal.badParams("needs the URI that it is about");
    }
    return uri;
  }

  static <T> CompletableFuture<T> refuse(String sentence) {
    return CompletableFuture.failedFuture(RpcRefusal.badParams(sentence));
  }
}
