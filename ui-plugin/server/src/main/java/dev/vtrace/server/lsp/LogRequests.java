// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.text.Rendering;
import dev.vtrace.server.text.TextMatches;
import dev.vtrace.server.text.TextMatches.MatchList;
import dev.vtrace.server.text.TextMatches.TextMatch;
import dev.vtrace.server.text.TextMatches.TextQuery;
import dev.vtrace.server.view.Tree;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.PatternSyntaxException;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.WorkDoneProgressReport;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/** Requests of an editor that shows a log of any size by the lines that are seen. */
final class LogRequests {
  private static final int MOST_LINES = 2_000;
  private static final int MOST_MATCHES = 100_000;

  /** Nobody looks at more of a line. */
  private static final int LONGEST = 10_000;

  private final LanguageSession session;

  LogRequests(LanguageSession session) {
    this.session = session;
  }

  /** Lines with their colours and the verdicts on what they report. */
  CompletableFuture<Tree> lines(VtraceRequests.LogLines params) {
    if (params.from() < 0 || params.count() < 0) {
      return CustomService.refuse("'from' and 'count' cannot be negative");
    }
    return session.work.answer(
        cancelled -> {
          String uri = CustomService.uri(params.uri());
          Document document = session.document(uri);
          OpenRun run = session.ready(uri);
          return new Tree(lines(document, run, params, cancelled));
        });
  }

  private static JsonObject lines(
      Document document,
      @Nullable OpenRun run,
      VtraceRequests.LogLines params,
      CancelChecker cancelled)
      throws IOException {
    long from = params.from();
    long to = from + Math.min(MOST_LINES, params.count());
    JsonArray lines = new JsonArray();
    for (String text : document.file().lines(from, to)) {
      JsonObject line = new JsonObject();
      line.addProperty("text", text.substring(0, Math.min(LONGEST, text.length())));
      if (text.length() > LONGEST) {
        line.addProperty("length", text.length());
      }
      line.add("tokens", new JsonArray());
      lines.add(line);
    }
    colours(document, run, from, lines, cancelled);
    for (int i = 0; i < lines.size() && run != null; i++) {
      addVerdict(document, run, from + i, lines.get(i).getAsJsonObject());
    }
    Input input = document.input(run);
    JsonObject out = new JsonObject();
    out.addProperty("uri", params.uri());
    out.addProperty("from", from);
    out.addProperty("total", document.file().index().lines());
    out.addProperty("size", document.file().size());
    out.addProperty("read", document.file().index().bytes());
    out.addProperty("complete", document.file().index().complete());
    out.addProperty("capture", run == null ? null : run.id());
    out.addProperty("participant", input == null ? "" : input.participant());
    out.add("lines", lines);
    return out;
  }

  /**
   * Of each line start, length, type and modifiers of each token; tokens come relative to others.
   */
  private static void colours(
      Document document, @Nullable OpenRun run, long from, JsonArray lines, CancelChecker cancelled)
      throws IOException {
    // Their columns are those of the text in the answer.
    List<Integer> tokens =
        Tokens.of(document, run, from, from + lines.size(), CharacterUnit.UTF_16, cancelled);
    long line = 0;
    int column = 0;
    for (int i = 0; i + 4 < tokens.size(); i += 5) {
      line += tokens.get(i);
      column = tokens.get(i) == 0 ? column + tokens.get(i + 1) : tokens.get(i + 1);
      long row = line - from;
      if (row >= 0 && row < lines.size() && column < LONGEST) {
        JsonArray own = lines.get((int) row).getAsJsonObject().getAsJsonArray("tokens");
        own.add(column);
        own.add(tokens.get(i + 2));
        own.add(tokens.get(i + 3));
        own.add(tokens.get(i + 4));
      }
    }
  }

  private static void addVerdict(Document document, OpenRun run, long number, JsonObject line) {
    LineVerdicts verdicts = new LineVerdicts(document, run, number);
    Verdict gravest = verdicts.gravest();
    if (gravest != null) {
      line.addProperty("verdict", gravest.label());
      line.addProperty("note", verdicts.text());
    }
    for (Ref ref : document.refs(run, number)) {
      if (ref instanceof Ref.WindowRef window) {
        line.addProperty("lens", Lenses.text(run, run.window(window.window())));
        line.addProperty("window", window.window());
        line.addProperty("item", window.item().orElse(-1));
      } else if (ref instanceof Ref.ProblemRef) {
        line.addProperty("problem", true);
      }
    }
  }

  /** Where a text stands, and how often. */
  CompletableFuture<Tree> search(VtraceRequests.LogSearch params) {
    if (params.text() == null || params.text().isEmpty() || params.from() < 0) {
      return CustomService.refuse("needs 'text', and 'from' cannot be negative");
    }
    Either<String, Integer> token = token(params.workDoneToken());
    if (token != null) {
      WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
      begin.setTitle("Searching");
      begin.setCancellable(true);
      begin.setPercentage(0);
      session.progress.notify(token, begin);
    }
    CompletableFuture<Tree> out =
        session.work.answer(
            cancelled -> {
              Document document = session.document(CustomService.uri(params.uri()));
              return new Tree(search(document, params, token, cancelled));
            });
    if (token != null) {
      out.whenComplete((r, t) -> session.progress.notify(token, new WorkDoneProgressEnd()));
    }
    return out;
  }

  private JsonObject search(
      Document document,
      VtraceRequests.LogSearch params,
      @Nullable Either<String, Integer> token,
      CancelChecker cancelled)
      throws IOException {
    TextQuery query = new TextQuery(params.text(), params.regex(), params.matchCase());
    long size = Math.max(1, document.file().size());
    int[] shown = {0};
    MatchList found;
    try {
      found =
          TextMatches.find(
              document.file(),
              query,
              params.from(),
              MOST_MATCHES,
              read -> {
                int percent = (int) Math.min(100, read * 100 / size);
                if (token != null && percent > shown[0]) {
                  shown[0] = percent;
                  WorkDoneProgressReport report = new WorkDoneProgressReport();
                  report.setPercentage(percent);
                  session.progress.notify(token, report);
                }
              },
              cancelled::checkCanceled);
    } catch (PatternSyntaxException e) {
      throw RpcRefusal.badParams("no regular expression: " + e.getDescription());
    }
    JsonArray places = new JsonArray();
    for (TextMatch match : found.matches()) {
      places.add(match.line());
      places.add(match.column());
      places.add(match.length());
    }
    JsonObject out = new JsonObject();
    out.addProperty("uri", params.uri());
    out.addProperty("count", found.count());
    out.addProperty("before", found.before());
    out.add("places", places);
    return out;
  }

  /** Lines around one whose verdict stands out, in one direction. */
  CompletableFuture<Tree> verdict(VtraceRequests.LogVerdict params) {
    return session.work.answer(
        cancelled -> {
          String uri = CustomService.uri(params.uri());
          Document document = session.document(uri);
          OpenRun run = session.ready(uri);
          JsonObject out = new JsonObject();
          out.addProperty("uri", params.uri());
          out.addProperty("line", next(document, run, params.line(), params.back(), cancelled));
          return new Tree(out);
        });
  }

  /** The line, or -1. */
  private static long next(
      Document document, @Nullable OpenRun run, long line, boolean back, CancelChecker cancelled) {
    Input input = document.input(run);
    if (run == null || input == null) {
      return -1;
    }
    Rendering rendering = document.rendering();
    boolean lines = rendering == null || rendering.hasLines();
    long here = lines ? line + 1 : requireNonNull(rendering).offset(line);
    // Beyond the last line there is no offset.
    long from = lines || here >= 0 ? here + 1 : Long.MAX_VALUE;
    long to = lines || here >= 0 ? here : Long.MAX_VALUE;
    NavigableMap<Long, List<Ref>> places =
        lines
            ? run.places().lines(input.name(), back ? 0 : from, back ? to : Long.MAX_VALUE)
            : run.places().offsets(input.name(), back ? 0 : from, back ? to : Long.MAX_VALUE);
    for (long each : back ? places.descendingKeySet() : places.navigableKeySet()) {
      cancelled.checkCanceled();
      long row = lines ? each - 1 : requireNonNull(rendering).line(each);
      if (new LineVerdicts(document, run, row).gravest() != null) {
        return row;
      }
    }
    return -1;
  }

  /** A token of a client for progress, or null. */
  static @Nullable Either<String, Integer> token(JsonElement sent) {
    if (sent == null || !sent.isJsonPrimitive()) {
      return null;
    }
    JsonPrimitive token = sent.getAsJsonPrimitive();
    return token.isNumber()
        ? Either.forRight(token.getAsInt())
        : Either.forLeft(token.getAsString());
  }
}
