// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.server.dap.replay.ReplayFrame;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.text.SourceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.StackFrame;
import org.eclipse.lsp4j.debug.StackFramePresentationHint;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.jspecify.annotations.Nullable;

/**
 * The open frames at a step, innermost first. With QEMU's sources at hand, a frame stands where
 * QEMU emits its event; the evidence of the step itself is one more frame then, the last.
 */
final class Stacks {
  /** A frame's id is that of its track, times this, plus its level. */
  private static final int LEVELS = 10_000;

  private final Sources sources;
  private final LineNumbering lines;

  Stacks(Sources sources, LineNumbering lines) {
    this.sources = sources;
    this.lines = lines;
  }

  /** The track of a frame. */
  static int track(int id) {
    return id / LEVELS;
  }

  /** The frames at a step, which is null for none. */
  StackTraceResponse get(
      StackTraceArguments asked, @Nullable ReplayStep step, Function<ReplayStep, String> memory) {
    List<StackFrame> all = new ArrayList<>();
    if (step != null) {
      for (ReplayFrame frame : frames(step)) {
        all.add(frame(asked.getThreadId() * LEVELS + all.size(), step, frame));
      }
      all.get(0).setInstructionPointerReference(memory.apply(step));
      if (sources.call(step.evidence()) != null) {
        all.add(evidence(asked.getThreadId() * LEVELS + all.size(), step));
      }
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
  private static List<ReplayFrame> frames(ReplayStep step) {
    List<ReplayFrame> out = new ArrayList<>();
    if (!step.opens()) {
      out.add(null);
    }
    for (ReplayFrame frame = step.frame(); frame != null; frame = frame.parent()) {
      out.add(frame);
    }
    return out;
  }

  /**
   * The frame with an id; null for that of the step itself.
   *
   * @throws DebugRefusal if there is none
   */
  ReplayFrame frame(ReplayStep step, int id) {
    List<ReplayFrame> frames = frames(step);
    int level = id % LEVELS;
    if (level == frames.size() && sources.call(step.evidence()) != null) {
      return frames.get(0);
    }
    if (level >= frames.size()) {
      throw new DebugRefusal("there is no frame " + id + " now");
    }
    return frames.get(level);
  }

  private StackFrame frame(int id, ReplayStep step, ReplayFrame frame) {
    StackFrame out = new StackFrame();
    out.setId(id);
    out.setName(frame == null ? name(step) : frame.name());
    Evidence evidence = frame == null ? step.evidence() : frame.begin();
    SourceTree.Call call = sources.call(evidence);
    if (call == null) {
      setSource(out, evidence);
    } else {
      Source source = new Source();
      source.setName(call.file().getFileName().toString());
      source.setPath(call.file().toString());
      out.setSource(source);
      out.setLine(lines.out(call.line() + 1));
      out.setColumn(call.column() + lines.firstColumn());
    }
    return out;
  }

  private StackFrame evidence(int id, ReplayStep step) {
    StackFrame out = new StackFrame();
    out.setId(id);
    out.setName(step.evidence().location());
    out.setPresentationHint(StackFramePresentationHint.SUBTLE);
    setSource(out, step.evidence());
    return out;
  }

  private void setSource(StackFrame out, Evidence evidence) {
    int line = sources.line(evidence);
    out.setSource(line == 0 ? null : sources.source(evidence));
    out.setLine(line == 0 ? 0 : lines.out(line));
    out.setColumn(line == 0 ? 0 : lines.firstColumn());
  }

  /** An operation by its own name, whatever event shows it. */
  private static String name(ReplayStep step) {
    String name = step.operation() != null ? step.operation().name() : step.name();
    String queue = step.queue() < 0 ? "" : " q" + step.queue();
    Verdict left = step.kind() == ReplayStep.StepKind.OPERATION ? step.verdict() : null;
    return name + queue + (left == null ? "" : " (" + left.label() + ")");
  }
}
