// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.Operation;
import dev.vtrace.decoder.analysis.Window;
import dev.vtrace.decoder.rules.Problem;
import dev.vtrace.decoder.trace.Arguments;
import dev.vtrace.server.dap.replay.Cursor;
import dev.vtrace.server.dap.replay.Datum;
import dev.vtrace.server.dap.replay.Detail;
import dev.vtrace.server.dap.replay.Frame;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.Replay;
import dev.vtrace.server.dap.replay.Step;
import dev.vtrace.server.dap.replay.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a client sees of a moment: groups of variables. */
final class Scopes {
  private static final Predicate<String> RINGS = name -> name.startsWith("queue[");
  private static final Predicate<String> MEMORY = name -> name.startsWith("memory[");
  private static final Predicate<String> DESCRIPTORS = name -> name.startsWith("descriptor[");
  private static final Predicate<String> FEATURES =
      name -> name.equals("features") || name.equals("offered") || name.endsWith("_features");
  private static final Predicate<String> REST =
      RINGS.or(MEMORY).or(DESCRIPTORS).or(FEATURES).negate();

  private final Replay replay;
  private final Cursor cursor;
  private final Map<Owner, Map<String, Datum>> before;

  /**
   * @param before the state at the last stop, or null where there was none
   */
  Scopes(Replay replay, Cursor cursor, Map<Owner, Map<String, Datum>> before) {
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
  List<Node> of(Step step, Frame frame) {
    List<Node> out = new ArrayList<>();
    out.add(frame == null || step.opens() && frame == step.frame() ? step(step) : frame(frame));
    if (step.window() != null) {
      out.add(Node.group("Window", "", () -> window(step.window())));
    }
    Track track = replay.track(step.track());
    List<Owner> owners = cursor.owners(step.track());
    long devices = owners.stream().filter(owner -> !owner.device().isEmpty()).count();
    for (Owner owner : owners) {
      boolean qemu = track.kind() == Track.Kind.QEMU;
      String title = owner.device().isEmpty() ? qemu ? "QEMU" : "Connection" : "Device";
      title = track.kind() == Track.Kind.STREAM ? "Stream" : title;
      String suffix = owner.device().isEmpty() || devices < 2 ? "" : " of " + owner.device();
      owner(out, owner, title, suffix);
    }
    Step message = lastMessage(step);
    if (message != null && message.detail() instanceof Detail.Message detail) {
      out.add(Node.group("Last message", "", () -> FieldNodes.message(detail, message.index())));
    }
    return out;
  }

  private void owner(List<Node> out, Owner owner, String title, String suffix) {
    CellNodes cells = cells(owner);
    add(out, title + suffix, cells, REST);
    add(out, "Vrings" + suffix, cells, RINGS);
    add(out, "Features" + suffix, cells, FEATURES);
    add(out, "Memory" + suffix, cells, MEMORY);
    add(out, "Descriptors" + suffix, cells, DESCRIPTORS);
  }

  private static void add(List<Node> out, String name, CellNodes cells, Predicate<String> wanted) {
    List<Node> nodes = cells.top(wanted);
    if (!nodes.isEmpty()) {
      out.add(Node.group(name, "", () -> nodes));
    }
  }

  /** The state of an owner. */
  CellNodes cells(Owner owner) {
    Map<String, Datum> old = before == null ? null : before.getOrDefault(owner, Map.of());
    String prefix = replay.track(owner.track()).alias() + ".";
    return new CellNodes(owner, prefix, cursor.cells(owner), old);
  }

  private Node step(Step step) {
    return Node.group("Step", "", () -> inStep(step));
  }

  private List<Node> inStep(Step step) {
    List<Node> out = new ArrayList<>();
    new Names(replay, cursor, step)
        .step()
        .forEach((name, datum) -> out.add(Node.of(name, datum).called(name)));
    if (step.detail() instanceof Detail.Event event) {
      Arguments arguments = event.event().arguments();
      for (int i = 0; i < arguments.count(); i++) {
        Datum datum =
            arguments.isText(i)
                ? Datum.of(arguments.text(i))
                : new Datum.Number(arguments.number(i), arguments.number(i) > 0xffff);
        String name = "arg." + arguments.name(i);
        out.add(Node.of(name, datum).called(name));
      }
    } else if (step.detail() instanceof Detail.Message message) {
      out.add(
          Node.group("message", "", () -> FieldNodes.message(message, step.index()))
              .at(Memory.message(step.index(), 0)));
    } else if (step.detail() instanceof Detail.Part part) {
      out.add(
          Node.group("section", "", () -> FieldNodes.section(part.section(), part.stream()))
              .at(Memory.stream(part.stream(), part.section().offset())));
    }
    if (step.operation() != null && !step.operation().evidence().isEmpty()) {
      out.add(evidence(step.operation().evidence()));
    }
    for (Problem problem : replay.problems().getOrDefault(step.index(), List.of())) {
      out.add(
          Node.group(
              problem.code().code(),
              problem.severity().label() + ": " + problem.message(),
              () -> List.of(Node.of("hint", problem.hint()), evidence(problem.places()))));
    }
    return out;
  }

  private static Node evidence(List<Evidence> places) {
    String text = places.isEmpty() ? "" : places.get(0).place();
    return Node.group(
        "evidence",
        text,
        () -> places.stream().map(each -> Node.of(each.place(), each.text())).toList());
  }

  private static Node frame(Frame frame) {
    return Node.group(
        "Frame",
        "",
        () ->
            List.of(
                Node.of("name", frame.name()),
                Node.of("begin", frame.begin().place()),
                Node.of("text", frame.begin().text())));
  }

  private static List<Node> window(Window window) {
    List<Node> out = new ArrayList<>();
    out.add(Node.of("device", window.device()));
    out.add(Node.of("kind", window.kind().label()));
    out.add(Node.of("phase", window.phase().label()));
    out.add(Node.of("transfer", window.transfer().label()));
    out.add(Node.of("why", window.why()));
    out.add(Node.of("failed", Datum.of(window.failed())));
    out.add(
        Node.group(
            "operations",
            window.operations().size() + " operations",
            () -> window.operations().stream().map(Scopes::operation).toList()));
    return out;
  }

  private static Node operation(Operation operation) {
    String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
    return Node.group(
        operation.name() + queue,
        operation.verdict().label(),
        () -> List.of(Node.of("why", operation.why()), evidence(operation.evidence())));
  }

  /** Of a QEMU the last message on a connection of its own; of a connection its own last one. */
  private Step lastMessage(Step step) {
    Track track = replay.track(step.track());
    for (int i = cursor.position(); i >= 0; i--) {
      Step each = replay.steps().get(i);
      if (each.detail() instanceof Detail.Message) {
        boolean own = each.track() == step.track();
        boolean sent =
            each.window() != null && each.window().participant().equals(track.participant());
        if (own || track.kind() == Track.Kind.QEMU && sent) {
          return each;
        }
      }
    }
    return null;
  }
}
