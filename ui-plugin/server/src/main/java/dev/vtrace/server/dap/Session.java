// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Cursor;
import dev.vtrace.server.dap.replay.Datum;
import dev.vtrace.server.dap.replay.Expression;
import dev.vtrace.server.dap.replay.Frame;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.Replay;
import dev.vtrace.server.dap.replay.Step;
import dev.vtrace.server.dap.replay.Track;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
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
import org.eclipse.lsp4j.debug.StackFrame;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.eclipse.lsp4j.debug.Thread;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesResponse;

/** A replay that a client looks at. Not for use by several threads at once. */
final class Session implements Closeable {
  /** A frame's id is that of its track, times this, plus its level. */
  private static final int LEVELS = 10_000;

  final Replay replay;
  final Cursor cursor;
  final Sources sources;
  final Player player;
  final Memory memory;
  final Lines lines;
  private final Variables variables = new Variables();
  private Map<Owner, Map<String, Datum>> before;
  private Map<Owner, Map<String, Datum>> now;

  Session(Replay replay, Lines lines, Breakpoints breakpoints, BiConsumer<Step, String> log)
      throws IOException {
    this.replay = replay;
    this.lines = lines;
    cursor = new Cursor(replay);
    sources = new Sources(replay);
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
    List<StackFrame> all = new ArrayList<>();
    Step step = player.at(track);
    for (Frame frame : step == null ? List.<Frame>of() : frames(step)) {
      all.add(stackFrame(track * LEVELS + all.size(), step, frame));
    }
    int from = asked.getStartFrame() == null ? 0 : Math.max(0, asked.getStartFrame());
    int levels = asked.getLevels() == null || asked.getLevels() <= 0 ? LEVELS : asked.getLevels();
    int start = Math.min(from, all.size());
    int end = (int) Math.min(all.size(), (long) start + levels);
    StackTraceResponse out = new StackTraceResponse();
    out.setStackFrames(all.subList(start, end).toArray(StackFrame[]::new));
    out.setTotalFrames(all.size());
    return out;
  }

  /** The open frames of a track, innermost first; null stands for the step itself. */
  private static List<Frame> frames(Step step) {
    List<Frame> out = new ArrayList<>();
    if (!step.opens()) {
      out.add(null);
    }
    for (Frame frame = step.frame(); frame != null; frame = frame.parent()) {
      out.add(frame);
    }
    return out;
  }

  private StackFrame stackFrame(int id, Step step, Frame frame) {
    StackFrame out = new StackFrame();
    out.setId(id);
    out.setName(frame == null ? name(step) : frame.name());
    var evidence = frame == null ? step.evidence() : frame.begin();
    int line = sources.line(evidence);
    out.setSource(line == 0 ? null : sources.source(evidence));
    out.setLine(line == 0 ? 0 : lines.out(line));
    out.setColumn(line == 0 ? 0 : lines.firstColumn());
    if (id % LEVELS == 0) {
      out.setInstructionPointerReference(variables.memory(step));
    }
    return out;
  }

  /** An operation by its own name, whatever event tells of it. */
  private static String name(Step step) {
    String name = step.operation() != null ? step.operation().name() : step.name();
    String queue = step.queue() < 0 ? "" : " q" + step.queue();
    boolean left = step.verdict() != null && step.kind().equals("operation");
    return name + queue + (left ? " (" + step.verdict().label() + ")" : "");
  }

  private Step step(Integer frameId) {
    int track =
        frameId == null
            ? replay.steps().get(Math.max(0, cursor.position())).track()
            : frameId / LEVELS;
    Step step = replay.track(track) == null ? null : player.at(track);
    if (step == null) {
      throw new Refusal("there is no frame " + frameId + " now");
    }
    return step;
  }

  Scope[] scopes(int frameId) {
    Step step = step(frameId);
    List<Frame> frames = frames(step);
    int level = frameId % LEVELS;
    if (level >= frames.size()) {
      throw new Refusal("there is no frame " + frameId + " now");
    }
    return scopes().of(step, frames.get(level)).stream()
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

  List<String> known(Integer frameId) {
    return new Names(replay, cursor, step(frameId)).known();
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
