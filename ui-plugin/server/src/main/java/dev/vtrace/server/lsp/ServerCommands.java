// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Uris;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.ShowDocumentParams;

/**
 * The commands of lenses and actions, for editors that leave them to the server: what they show is
 * written to a file, and the editor is asked to open it or told where it is.
 */
final class ServerCommands {
  private final LanguageSession session;

  ServerCommands(LanguageSession session) {
    this.session = session;
  }

  /**
   * Carries a command out.
   *
   * @return {@code {"file": path}}, of a text also {@code "text"}
   */
  CompletableFuture<Object> execute(ExecuteCommandParams params) {
    List<Object> arguments = params.getArguments() == null ? List.of() : params.getArguments();
    String command = params.getCommand();
    return switch (command) {
      case EditorCommands.TIMELINE -> run(arguments, run -> timeline(run, item(arguments, 1)));
      case EditorCommands.WINDOW ->
          run(arguments, run -> window(run, text(arguments, 1, "the id of a window")));
      case EditorCommands.REPORT -> run(arguments, this::report);
      case EditorCommands.COPY ->
          session.work.answer(c -> shown("evidence.txt", text(arguments, 0, "a text")));
      case EditorCommands.PAGE ->
          session.work.answer(c -> page(text(arguments, 0, "the URI of a rule's page")));
      default ->
          CompletableFuture.failedFuture(
              RpcRefusal.badParams("there is no command '" + command + "'"));
    };
  }

  /** What a command does with a run. */
  @FunctionalInterface
  private interface RunCommand {
    JsonObject on(OpenRun run) throws IOException;
  }

  private CompletableFuture<Object> run(List<Object> arguments, RunCommand command) {
    String capture;
    try {
      capture = text(arguments, 0, "a capture");
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return session.work.withRun(session.runs, capture, (run, cancelled) -> command.on(run));
  }

  private static String text(List<Object> arguments, int index, String what) {
    Object sent = index < arguments.size() ? arguments.get(index) : null;
    if (sent instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw RpcRefusal.badParams("argument " + (index + 1) + " of the command is " + what);
  }

  /** The id of an item; -1 for none. */
  private static int item(List<Object> arguments, int index) {
    Object sent = index < arguments.size() ? arguments.get(index) : null;
    if (sent == null || sent instanceof JsonNull) {
      return -1;
    }
    if (sent instanceof JsonPrimitive primitive && primitive.isNumber()) {
      return primitive.getAsInt();
    }
    throw RpcRefusal.badParams(
        "argument " + (index + 1) + " of the command is an item, or nothing");
  }

  /** What opens a file drops the fragment of its URI, so that the item is in the page. */
  private JsonObject timeline(OpenRun run, int item) throws IOException {
    if (item >= 0 && run.item(item) == null) {
      throw RpcRefusal.badParams("the timeline has no item " + item);
    }
    String name = item < 0 ? "timeline.html" : "timeline-at-" + item + ".html";
    Path file =
        session.pages.write(
            name(run, name), out -> session.services.timeline(run.timeline(), item, out));
    return shown(file, "The timeline", true);
  }

  /** A report is kept when the server ends: people send it. */
  private JsonObject report(OpenRun run) throws IOException {
    Path file = Files.createTempDirectory("vtrace-report-").resolve(name(run, "report.html"));
    session.services.report(run.capture(), session.runs.kept(), "html", Set.of(), file);
    return shown(file, "The report", true);
  }

  private JsonObject window(OpenRun run, String id) throws IOException {
    Window window = run.windows().get(id);
    if (window == null) {
      throw RpcRefusal.badParams("the capture has no window '" + id + "'");
    }
    return shown(name(run, id + ".txt"), WindowText.of(run.migration(), window));
  }

  private JsonObject page(String uri) throws IOException {
    String code = Uris.rule(uri);
    String page = session.pages.rule(code == null ? ruleOfFile(uri) : code);
    if (page == null) {
      throw RpcRefusal.badParams("'" + uri + "' is no page of a rule");
    }
    return shown(Uris.path(page), "The page", false);
  }

  /** The code in the name of a page that was written for an editor. */
  private static String ruleOfFile(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    return name.endsWith(".md") ? name.substring(0, name.length() - ".md".length()) : name;
  }

  private static String name(OpenRun run, String what) {
    String capture = run.migration().name();
    return capture.isEmpty() ? what : capture + "-" + what;
  }

  private JsonObject shown(String name, String text) throws IOException {
    JsonObject out = shown(session.pages.write(name, text), "The text", false);
    out.addProperty("text", text);
    return out;
  }

  /** Asks the editor to show a file, and says where it is if that is not done. */
  private JsonObject shown(Path file, String what, boolean browser) {
    MessageParams where = new MessageParams(MessageType.Info, what + " is " + file);
    if (session.abilities().showDocument()) {
      ShowDocumentParams params = new ShowDocumentParams(file.toUri().toString());
      params.setExternal(browser);
      params.setTakeFocus(true);
      session
          .client()
          .showDocument(params)
          .handle((result, failure) -> failure == null && result != null && result.isSuccess())
          .thenAccept(
              done -> {
                if (!done) {
                  session.client().showMessage(where);
                }
              });
    } else {
      session.client().showMessage(where);
    }
    JsonObject out = new JsonObject();
    out.addProperty("file", file.toString());
    return out;
  }
}
