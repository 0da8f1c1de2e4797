// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.FileSums;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.FileKinds;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.text.LandmarkRow;
import dev.vtrace.server.view.PlaceView;
import dev.vtrace.server.view.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.lsp4j.Location;
import org.jspecify.annotations.Nullable;

/** Answers of the requests that name a place, a file, or files. */
final class CaptureRequests {
  /** Text that is sent in one piece. */
  private static final int LONGEST = 64 << 20;

  private CaptureRequests() {}

  static Capture capture(VtraceRequests.Files files, Reach reach) throws IOException {
    LooseFiles loose = new LooseFiles();
    for (String uri : list(files.source())) {
      loose.trace(Sides.SOURCE, reach.read(Uris.path(uri)));
    }
    for (String uri : list(files.destination())) {
      loose.trace(Sides.DESTINATION, reach.read(Uris.path(uri)));
    }
    for (VtraceRequests.NamedFile file : list(files.qemu())) {
      loose.trace(file.name(), reach.read(Uris.path(file.uri())));
    }
    add(loose, InputRole.STREAM, files.stream(), reach);
    add(loose, InputRole.DESCRIPTORS, files.fds(), reach);
    for (String uri : list(files.socket())) {
      add(loose, InputRole.SOCKET, uri, reach);
    }
    add(loose, InputRole.QMP, files.qmp(), reach);
    add(loose, InputRole.EVENTS, files.traceEvents(), reach);
    Capture capture = loose.capture();
    if (capture.isEmpty()) {
      throw new IOException("'files' names nothing about a migration");
    }
    return capture;
  }

  private static <T> List<T> list(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static void add(LooseFiles to, InputRole role, String uri, Reach reach)
      throws IOException {
    if (uri != null) {
      to.add(role, reach.read(Uris.path(uri)));
    }
  }

  /** What a file is; {@code capture} is null where it is part of no run. */
  static JsonObject kind(String uri, @Nullable String capture, Reach reach) throws IOException {
    Path path = reach.read(Uris.path(uri));
    InputKind kind = FileKinds.of(path);
    JsonObject out = new JsonObject();
    out.addProperty("uri", uri);
    out.addProperty("kind", kind.label());
    out.addProperty("role", InputRole.of(kind).label());
    out.addProperty("size", Files.size(path));
    boolean own = FileKinds.isText(kind) && !FileKinds.packed(path);
    boolean other = !own && FileKinds.hasText(kind);
    out.add("textUri", other ? new JsonPrimitive(Uris.textOf(path)) : JsonNull.INSTANCE);
    String messages = FileKinds.hasMessages(kind) ? Uris.messagesOf(path) : null;
    out.addProperty("messagesUri", messages);
    out.add("capture", capture == null ? JsonNull.INSTANCE : new JsonPrimitive(capture));
    return out;
  }

  /** Which files of a recorded capture are not as they were recorded. */
  static Tree verify(String uri, Runnable goOn) throws IOException {
    FileSums.Result result = FileSums.compare(Uris.path(uri), goOn);
    JsonObject out = new JsonObject();
    out.addProperty("capture", uri);
    out.addProperty("files", result.files());
    out.add("changed", names(result.changed()));
    out.add("missing", names(result.missing()));
    out.add("unfinished", names(result.unfinished()));
    return new Tree(out);
  }

  private static JsonArray names(List<String> names) {
    JsonArray out = new JsonArray();
    names.forEach(out::add);
    return out;
  }

  static JsonObject page(String uri, String code) {
    String page = RulePage.of(code);
    if (page == null) {
      throw RpcRefusal.failed("there is no rule '" + code + "'");
    }
    return text(uri, page, page.split("\n", -1).length, true);
  }

  static JsonObject text(Document document) throws IOException {
    String text = document.file().text(LONGEST);
    boolean whole = document.file().size() <= LONGEST;
    return text(document.uri(), text, text.chars().filter(c -> c == '\n').count() + 1, whole);
  }

  private static JsonObject text(String uri, String text, long lines, boolean complete) {
    JsonObject out = new JsonObject();
    out.addProperty("uri", uri);
    out.addProperty("text", text);
    out.addProperty("lines", lines);
    out.addProperty("complete", complete);
    return out;
  }

  static JsonObject at(OpenRun run, Document document, VtraceRequests.At at) throws IOException {
    Input input = document.input(run);
    long line =
        at.position() != null
            ? at.position().getLine()
            : document.rendering() == null ? -1 : document.rendering().line(at.offset());
    LandmarkRow row = document.file().row(line);
    OptionalLong time = document.time(run, row);
    return PlaceView.at(
        run,
        input == null ? null : input.name(),
        time.orElse(-1),
        document.refs(run, line),
        time.isEmpty() ? List.of() : RunStateAt.rings(run, time.getAsLong()));
  }

  /** A place in a file by its offset, without any text of it. */
  static JsonObject at(OpenRun run, Path path, long offset) {
    Input input = run.input(path);
    List<Ref> refs = input == null ? List.of() : run.places().atOffset(input.name(), offset);
    return PlaceView.at(run, input == null ? null : input.name(), -1, refs, List.of());
  }

  static JsonObject at(OpenRun run, long time) {
    return PlaceView.at(run, null, time, PlaceView.refs(run, time), RunStateAt.rings(run, time));
  }

  /** The evidence that a client means. */
  static Evidence evidence(OpenRun run, VtraceRequests.Locate what) {
    if (what.item() != null) {
      Item item = run.item(what.item());
      if (item == null) {
        throw RpcRefusal.badParams("the timeline has no item " + what.item());
      }
      if (item.evidence().isEmpty()) {
        throw RpcRefusal.failed("no place in the files shows item " + what.item());
      }
      return item.evidence().get(0);
    }
    if (what.file() == null || what.line() == null && what.offset() == null) {
      throw RpcRefusal.badParams("needs an item, or a file and a line or an offset");
    }
    if (run.input(what.file()) == null) {
      throw RpcRefusal.failed("the capture has no file '" + what.file() + "'");
    }
    long line = what.line() == null ? -1 : what.line();
    return new Evidence(what.file(), line, what.offset() == null ? 0 : what.offset(), "");
  }

  /** The line of evidence in the document that shows it. */
  static Location locate(Document document, Evidence evidence) {
    long line =
        evidence.line() >= 0
            ? evidence.line() - 1
            : document.rendering() == null ? 0 : document.rendering().line(evidence.offset());
    return new Location(document.uri(), Ranges.line(line));
  }
}
