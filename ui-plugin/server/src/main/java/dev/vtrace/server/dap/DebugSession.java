// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.condition.Expression;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.ReplayCursor;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.dap.replay.ReplayTrack;
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
import org.jspecify.annotations.Nullable;

/** A replay that a client looks at. Not for use by several threads at once. */
final class DebugSession implements Closeable {
  final MigrationReplay replay;
  final ReplayCursor cursor;
  final Sources sources;
  final ReplayPlayer player;
  final Memory memory;
  final LineNumbering lines;
  private final Stacks stacks;
  private final Variables variables = new Variables();
  private @Nullable Map<Owner, Map<String, ModelValue>> before;

  private @Nullable Map<Owner, Map<String, ModelValue>> now;

  /**
   * @param tree QEMU's sources, or null
   * @param scheme of the documents of texts; empty for paths
   */
  DebugSession(
      MigrationReplay replay,
      LineNumbering lines,
      Breakpoints breakpoints,
      @Nullable SourceTree tree,
      String scheme,
      BiConsumer<ReplayStep, String> log)
      throws IOException {
    this.replay = replay;
    this.lines = lines;
    cursor = new ReplayCursor(replay);
    sources = new Sources(replay, tree, scheme);
    stacks = new Stacks(sources, lines);
    player = new ReplayPlayer(replay, cursor, breakpoints, log);
    memory = new Memory(replay);
  }

  /** Forgets what was shown of the last stop but for the values that may have changed. */
  void stopped() {
    before = now;
    now = cursor.everything();
    variables.forget();
  }

  Thread[] threads() {
    return replay.tracks().stream().map(DebugSession::thread).toArray(Thread[]::new);
  }

  private static Thread thread(ReplayTrack track) {
    Thread out = new Thread();
    out.setId(track.id());
    out.setName(track.name());
    return out;
  }

  /** A track that a client names. */
  int track(int id) {
    if (replay.track(id) == null) {
      throw new DebugRefusal("there is no thread " + id);
    }
    return id;
  }

  StackTraceResponse stack(StackTraceArguments asked) {
    int track = track(asked.getThreadId());
    return stacks.get(asked, player.at(track), variables::memory);
  }

  private ReplayStep step(Integer frameId) {
    int track =
        frameId == null
            ? replay.steps().get(Math.max(0, cursor.position())).track()
            : Stacks.track(frameId);
    ReplayStep step = replay.track(track) == null ? null : player.at(track);
    if (step == null) {
      throw new DebugRefusal("there is no frame " + frameId + " now");
    }
    return step;
  }

  Scope[] scopes(int frameId) {
    ReplayStep step = step(frameId);
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
    ReplayStep step = step(asked.getFrameId());
    Names names = new Names(replay, cursor, step);
    if ("repl".equals(asked.getContext()) && ConsoleHelp.asks(text)) {
      return ConsoleHelp.answer(names.known());
    }
    Expression expression = Point.expression(text);
    ModelValue datum = expression.value(names::value);
    boolean hex = asked.getFormat() != null && Boolean.TRUE.equals(asked.getFormat().getHex());
    if (expression instanceof Expression.Path path) {
      Names.StatePlace place = names.resolve(path.path());
      if (place != null) {
        CellNodes cells = scopes().cells(place.owner());
        List<VariableNode> inside = cells.inside(place.path());
        if (!inside.isEmpty()) {
          String shown = datum == null ? cells.summary(place.path()) : datum.text();
          return variables.result(VariableNode.group(text, shown, () -> inside), hex);
        }
      }
      if (datum == null) {
        throw DebugRefusal.typed("nothing is called " + path.path() + " here now");
      }
    }
    return variables.result(
        datum == null ? VariableNode.of(text, "none") : VariableNode.of(text, datum), hex);
  }

  DataBreakpointInfoResponse dataInfo(DataBreakpointInfoArguments asked) {
    DataBreakpointInfoResponse out = new DataBreakpointInfoResponse();
    Integer reference = asked.getVariablesReference();
    DataId id = null;
    if (reference != null && reference > 0) {
      id = variables.data(reference, asked.getName());
    } else {
      ReplayStep step = step(asked.getFrameId());
      Names.StatePlace place =
          new Names(replay, cursor, step).resolve(String.valueOf(asked.getName()));
      id = place == null ? null : new DataId(place.owner(), place.path());
    }
    if (id == null) {
      out.setDescription(asked.getName() + " never changes");
      return out;
    }
    ReplayTrack track = replay.track(id.owner());
    out.setDataId(id.toString());
    out.setDescription((track.name() + " " + id.owner().device()).trim() + ": " + id.path());
    out.setAccessTypes(new DataBreakpointAccessType[] {DataBreakpointAccessType.WRITE});
    out.setCanPersist(true);
    return out;
  }

  ExceptionInfoResponse exceptionInfo(int threadId) {
    ReplayStep step = player.at(track(threadId));
    if (step == null) {
      throw new DebugRefusal("this thread has not started");
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
