// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.server.dap.replay.Detail;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.ReplayCursor;
import dev.vtrace.server.dap.replay.ReplayFrame;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.dap.replay.ReplayTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client sees of a moment: groups of variables. */
final class Scopes {
  /** The name of the scope that holds the step itself. */
  static final String STEP = "Step";

  private static final Predicate<String> RINGS = name -> name.startsWith("queue[");
  private static final Predicate<String> MEMORY = name -> name.startsWith("memory[");
  private static final Predicate<String> DESCRIPTORS = name -> name.startsWith("descriptor[");
  private static final Predicate<String> FEATURES =
      name -> name.equals("features") || name.equals("offered") || name.endsWith("_features");
  private static final Predicate<String> REST =
      RINGS.or(MEMORY).or(DESCRIPTORS).or(FEATURES).negate();

  private final MigrationReplay replay;
  private final ReplayCursor cursor;
  private final @Nullable Map<Owner, Map<String, ModelValue>> before;

  /**
   * @param before the state at the last stop, or null where there was none
   */
  Scopes(
      MigrationReplay replay,
      ReplayCursor cursor,
      @Nullable Map<Owner, Map<String, ModelValue>> before) {
    this.replay = replay;
    this.cursor = cursor;
    this.before = before;
  }

  /**
   * The scopes of a frame.
   *
   * @param step the last step of its track
   * @param frame null for the step itself
   */
  List<VariableNode> of(ReplayStep step, ReplayFrame frame) {
    List<VariableNode> out = new ArrayList<>();
    out.add(frame == null || step.opens() && frame == step.frame() ? step(step) : frame(frame));
    Window window = step.window();
    if (window != null) {
      out.add(VariableNode.group("Window", "", () -> window(window)));
    }
    ReplayTrack track = replay.track(step);
    List<Owner> owners = cursor.owners(step.track());
    long devices = owners.stream().filter(owner -> !owner.device().isEmpty()).count();
    for (Owner owner : owners) {
      boolean qemu = track.kind() == ReplayTrack.TrackKind.QEMU;
      String title = owner.device().isEmpty() ? qemu ? "QEMU" : "Connection" : "Device";
      title = track.kind() == ReplayTrack.TrackKind.STREAM ? "Stream" : title;
      String suffix = owner.device().isEmpty() || devices < 2 ? "" : " of " + owner.device();
      owner(out, owner, title, suffix);
    }
    ReplayStep message = lastMessage(step);
    if (message != null && message.detail() instanceof Detail.MessageDetail detail) {
      out.add(
          VariableNode.group(
              "Last message", "", () -> FieldNodes.message(detail, message.index())));
    }
    return out;
  }

  private void owner(List<VariableNode> out, Owner owner, String title, String suffix) {
    CellNodes cells = cells(owner);
    add(out, title + suffix, cells, REST);
    add(out, "Vrings" + suffix, cells, RINGS);
    add(out, "Features" + suffix, cells, FEATURES);
    add(out, "Memory" + suffix, cells, MEMORY);
    add(out, "Descriptors" + suffix, cells, DESCRIPTORS);
  }

  private static void add(
      List<VariableNode> out, String name, CellNodes cells, Predicate<String> wanted) {
    List<VariableNode> nodes = cells.top(wanted);
    if (!nodes.isEmpty()) {
      out.add(VariableNode.group(name, "", () -> nodes));
    }
  }

  /** The state of an owner. */
  CellNodes cells(Owner owner) {
    Map<String, ModelValue> old = before == null ? null : before.getOrDefault(owner, Map.of());
    String prefix = replay.track(owner).alias() + ".";
    return new CellNodes(owner, prefix, cursor.cells(owner), old);
  }

  private VariableNode step(ReplayStep step) {
    return VariableNode.group(STEP, "", () -> inStep(step));
  }

  private List<VariableNode> inStep(ReplayStep step) {
    List<VariableNode> out = new ArrayList<>();
    new Names(replay, cursor, step)
        .step()
        .forEach((name, datum) -> out.add(VariableNode.of(name, datum).called(name)));
    if (step.detail() instanceof Detail.EventDetail event) {
      Arguments arguments = event.event().arguments();
      for (int i = 0; i < arguments.count(); i++) {
        ModelValue datum =
            arguments.isText(i)
                ? ModelValue.of(arguments.text(i))
                : new ModelValue.ModelNumber(arguments.number(i), arguments.number(i) > 0xffff);
        String name = "arg." + arguments.name(i);
        out.add(VariableNode.of(name, datum).called(name));
      }
    } else if (step.detail() instanceof Detail.MessageDetail message) {
      out.add(
          VariableNode.group("message", "", () -> FieldNodes.message(message, step.index()))
              .at(Memory.message(step.index(), 0)));
    } else if (step.detail() instanceof Detail.SectionDetail part) {
      out.add(
          VariableNode.group("section", "", () -> FieldNodes.section(part.section(), part.stream()))
              .at(Memory.stream(part.stream(), part.section().offset())));
    }
    if (step.operation() != null && !step.operation().evidence().isEmpty()) {
      out.add(evidence(step.operation().evidence()));
    }
    for (Problem problem : replay.problems().getOrDefault(step.index(), List.of())) {
      out.add(
          VariableNode.group(
              problem.code().code(),
              problem.severity().label() + ": " + problem.message(),
              () ->
                  List.of(VariableNode.of("hint", problem.hint()), evidence(problem.evidence()))));
    }
    return out;
  }

  private static VariableNode evidence(List<Evidence> evidence) {
    String text = evidence.isEmpty() ? "" : evidence.get(0).location();
    return VariableNode.group(
        "evidence",
        text,
        () ->
            evidence.stream()
                .map(each -> VariableNode.of(each.location(), each.shownText()))
                .toList());
  }

  private static VariableNode frame(ReplayFrame frame) {
    return VariableNode.group(
        "Frame",
        "",
        () ->
            List.of(
                VariableNode.of("name", frame.name()),
                VariableNode.of("begin", frame.begin().location()),
                VariableNode.of("text", frame.begin().text())));
  }

  private static List<VariableNode> window(Window window) {
    List<VariableNode> out = new ArrayList<>();
    out.add(VariableNode.of("device", window.device()));
    out.add(VariableNode.of("kind", window.kind().label()));
    out.add(VariableNode.of("phase", window.phase().label()));
    out.add(VariableNode.of("transfer", window.transfer().label()));
    out.add(VariableNode.of("why", window.why()));
    out.add(VariableNode.of("failed", ModelValue.of(window.failed())));
    out.add(
        VariableNode.group(
            "operations",
            window.operations().size() + " operations",
            () -> window.operations().stream().map(Scopes::operation).toList()));
    return out;
  }

  private static VariableNode operation(Operation operation) {
    String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
    return VariableNode.group(
        operation.name() + queue,
        operation.verdict().label(),
        () -> List.of(VariableNode.of("why", operation.why()), evidence(operation.evidence())));
  }

  /** Of a QEMU the last message on a connection of its own; of a connection its own last one. */
  private @Nullable ReplayStep lastMessage(ReplayStep step) {
    ReplayTrack track = replay.track(step);
    for (int i = cursor.position(); i >= 0; i--) {
      ReplayStep each = replay.steps().get(i);
      if (each.detail() instanceof Detail.MessageDetail) {
        boolean own = each.track() == step.track();
        boolean sent =
            each.window() != null && each.window().participant().equals(track.participant());
        if (own || track.kind() == ReplayTrack.TrackKind.QEMU && sent) {
          return each;
        }
      }
    }
    return null;
  }
}
