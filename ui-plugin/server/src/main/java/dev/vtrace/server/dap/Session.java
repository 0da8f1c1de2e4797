// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonObject;
import dev.vtrace.server.dap.replay.Cursor;
import dev.vtrace.server.dap.replay.Datum;
import dev.vtrace.server.dap.replay.Expression;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.Replay;
import dev.vtrace.server.dap.replay.Step;
import dev.vtrace.server.dap.replay.Track;
import dev.vtrace.server.text.SourceTree;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.lsp4j.debug.DataBreakpointAccessType;
import org.eclipse.lsp4j.debug.DataBreakpointInfoArguments;
import org.eclipse.lsp4j.debug.DataBreakpointInfoResponse;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.EvaluateResponse;
import org.eclipse.lsp4j.debug.ExceptionInfoResponse;
import org.eclipse.lsp4j.debug.Scope;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.eclipse.lsp4j.debug.Thread;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesResponse;

/** A replay that a client looks at. Not for use by several threads at once. */
final class Session implements Closeable {
  final Replay replay;
  final Cursor cursor;
  final Sources sources;
  final Player player;
  final Memory memory;
  final Lines lines;
  private final Stacks stacks;
  private final Variables variables = new Variables();
  private Map<Owner, Map<String, Datum>> before;
  private Map<Owner, Map<String, Datum>> now;

  /**
   * @param tree QEMU's sources, or null
   */
  Session(
      Replay replay,
      Lines lines,
      Breakpoints breakpoints,
      SourceTree tree,
      BiConsumer<Step, String> log)
      throws IOException {
    this.replay = replay;
    this.lines = lines;
    cursor = new Cursor(replay);
    sources = new Sources(replay, tree);
    stacks = new Stacks(sources, lines);
    player = new Player(replay, cursor, breakpoints, log);
    memory = new Memory(replay);
  }

  /** Forgets what was shown of the last stop but for the values that may have changed. */
  void stopped() {
    before = now;
    now = cursor.everything();
    variables.forget();
  }

  Thread[] threads() {
    return replay.tracks().stream().map(Session::thread).toArray(Thread[]::new);
  }

  private static Thread thread(Track track) {
    Thread out = new Thread();
    out.setId(track.id());
    out.setName(track.name());
    return out;
  }

  /** A track that a client names. */
  int track(int id) {
    if (replay.track(id) == null) {
      throw new Refusal("there is no thread " + id);
    }
    return id;
  }

  StackTraceResponse stack(StackTraceArguments asked) {
    int track = track(asked.getThreadId());
    return stacks.get(asked, player.at(track), variables::memory);
  }

  private Step step(Integer frameId) {
    int track =
        frameId == null
            ? replay.steps().get(Math.max(0, cursor.position())).track()
            : Stacks.track(frameId);
    Step step = replay.track(track) == null ? null : player.at(track);
    if (step == null) {
      throw new Refusal("there is no frame " + frameId + " now");
    }
    return step;
  }

  Scope[] scopes(int frameId) {
    Step step = step(frameId);
    return scopes().of(step, stacks.frame(step, frameId)).stream()
        .map(variables::scope)
        .toArray(Scope[]::new);
  }

  private Scopes scopes() {
    return new Scopes(replay, cursor, before);
  }

  VariablesResponse variables(VariablesArguments asked) {
    return variables.get(asked);
  }

  EvaluateResponse evaluate(EvaluateArguments asked) {
    String text = asked.getExpression() == null ? "" : asked.getExpression().trim();
    Step step = step(asked.getFrameId());
    Names names = new Names(replay, cursor, step);
    Expression expression = Point.expression(text);
    Datum datum = expression.value(names::value);
    boolean hex = asked.getFormat() != null && Boolean.TRUE.equals(asked.getFormat().getHex());
    if (expression instanceof Expression.Path path) {
      Names.Place place = names.place(path.path());
      if (place != null) {
        CellNodes cells = scopes().cells(place.owner());
        List<Node> inside = cells.inside(place.path());
        if (!inside.isEmpty()) {
          String shown = datum == null ? cells.summary(place.path()) : datum.text();
          return variables.result(Node.group(text, shown, () -> inside), hex);
        }
      }
      if (datum == null) {
        throw new Refusal("nothing is called " + path.path() + " here now");
      }
    }
    return variables.result(datum == null ? Node.of(text, "none") : Node.of(text, datum), hex);
  }

  DataBreakpointInfoResponse dataInfo(DataBreakpointInfoArguments asked) {
    DataBreakpointInfoResponse out = new DataBreakpointInfoResponse();
    Integer reference = asked.getVariablesReference();
    DataId id = null;
    if (reference != null && reference > 0) {
      id = variables.data(reference, asked.getName());
    } else {
      Step step = step(asked.getFrameId());
      Names.Place place = new Names(replay, cursor, step).place(String.valueOf(asked.getName()));
      id = place == null ? null : new DataId(place.owner(), place.path());
    }
    if (id == null) {
      out.setDescription(asked.getName() + " never changes");
      return out;
    }
    Track track = replay.track(id.owner().track());
    out.setDataId(id.toString());
    out.setDescription((track.name() + " " + id.owner().device()).trim() + ": " + id.path());
    out.setAccessTypes(new DataBreakpointAccessType[] {DataBreakpointAccessType.WRITE});
    out.setCanPersist(true);
    return out;
  }

  ExceptionInfoResponse exceptionInfo(int threadId) {
    Step step = player.at(track(threadId));
    if (step == null) {
      throw new Refusal("this thread has not begun");
    }
    return ExceptionFilter.info(replay, step);
  }

  /** Where it stands, for the timeline. */
  JsonObject position() {
    return Position.of(this, replay.steps().get(Math.max(0, cursor.position())));
  }

  List<String> known(Integer frameId) {
    return new Names(replay, cursor, step(frameId)).known();
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
