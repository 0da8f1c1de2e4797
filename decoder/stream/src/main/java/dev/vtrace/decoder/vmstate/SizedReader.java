// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a device state of known length by a {@link Dump}, which tells names and sizes only. Every
 * choice of conditional fields is tried; the state is read where exactly one of them fills its
 * bytes, so that each field is proved to lie where it is shown. Arrays whose lengths a dump does
 * not tell make a state unreadable.
 */
public final class SizedReader {
  /** What each field of a state is asked at most; keeps a hostile dump from taking forever. */
  private static final int MAX_VISITS = 200_000;

  /** Fields on one way through a state; each takes a frame of the stack. */
  private static final int MAX_STEPS = 2000;

  /** Types that a dump does not tell, by structure and field. */
  private static final Map<String, String> TYPES = new HashMap<>();

  static {
    TYPES.put("PCIDevice/config", "pci config");
    TYPES.put("PCIEDevice/config", "pci config");
    TYPES.put("PCIDevice/irq_state", "pci irq state");
    TYPES.put("PCIEDevice/irq_state", "pci irq state");
    TYPES.put("PCIDevice/version_id", "int32");
    TYPES.put("PCIEDevice/version_id", "int32");
  }

  private final StateReader reader;
  private final Cursor in;
  private final long end;
  private final List<Choice> chosen = new ArrayList<>();
  private List<Choice> solution = List.of();
  private int solutions;
  private int visits;

  private SizedReader(StateReader reader, long end) {
    this.reader = reader;
    this.in = reader.in();
    this.end = end;
  }

  /** What comes next on a way through a state. */
  private record LayoutStep(
      SizedKind kind,
      Dump.@Nullable DumpedState state,
      Dump.@Nullable Member field,
      @Nullable LayoutStep next) {
    enum SizedKind {
      FIELD,
      SUBSECTIONS,
      CLOSE
    }

    /** The state of a field or of subsections, and of the end of a subsection. */
    Dump.DumpedState opened() {
      return requireNonNull(state);
    }

    /** The field, or the one that an inner structure ends. */
    Dump.Member member() {
      return requireNonNull(field);
    }
  }

  /** A step that was taken, and where. */
  private record Choice(
      LayoutStep step, Dump.@Nullable DumpedState opened, long offset, long length) {}

  /**
   * Reads the state from the reader's cursor to its known end.
   *
   * @param version of the section
   * @return the fields, or null with the cursor where it was if the dump does not tell how the
   *     bytes are laid out
   */
  public static @Nullable List<Field> read(
      StateReader reader, Dump.DumpedState state, long version, long end) {
    SizedReader sized = new SizedReader(reader, end);
    long start = reader.in().position();
    sized.visit(sized.steps(state, version, null), start, 0);
    reader.in().seek(start);
    if (sized.solutions != 1 || sized.visits > MAX_VISITS) {
      return null;
    }
    return sized.fields();
  }

  private LayoutStep steps(Dump.DumpedState state, long version, @Nullable LayoutStep behind) {
    LayoutStep step = new LayoutStep(LayoutStep.SizedKind.SUBSECTIONS, state, null, behind);
    for (int i = state.fields().size() - 1; i >= 0; i--) {
      Dump.Member field = state.fields().get(i);
      if (field.version() <= version) {
        step = new LayoutStep(LayoutStep.SizedKind.FIELD, state, field, step);
      }
    }
    return step;
  }

  private void visit(@Nullable LayoutStep step, long at, int depth) {
    if (++visits > MAX_VISITS || depth > MAX_STEPS || solutions > 1) {
      return;
    }
    if (step == null) {
      if (at == end) {
        solutions++;
        solution = new ArrayList<>(chosen);
      }
      return;
    }
    switch (step.kind) {
      case CLOSE:
        choose(new Choice(step, null, at, 0), step.next, depth);
        break;
      case SUBSECTIONS:
        subsections(step, at, depth);
        break;
      default:
        field(step, at, depth);
    }
  }

  private void choose(Choice choice, @Nullable LayoutStep next, int depth) {
    chosen.add(choice);
    visit(next, choice.offset + choice.length, depth + 1);
    chosen.remove(chosen.size() - 1);
  }

  private void field(LayoutStep step, long at, int depth) {
    Dump.Member field = step.member();
    if (field.conditional()) {
      visit(step.next, at, depth + 1);
    }
    if (field.struct() != null) {
      // The receiver reads an inner structure as its own version, whatever the stream's.
      LayoutStep close = new LayoutStep(LayoutStep.SizedKind.CLOSE, null, field, step.next);
      LayoutStep inner = steps(field.struct(), Integer.MAX_VALUE, close);
      choose(new Choice(step, field.struct(), at, 0), inner, depth);
    } else if (field.size() > 0 && field.size() <= end - at) {
      choose(new Choice(step, null, at, field.size()), step.next, depth);
    }
  }

  private void subsections(LayoutStep step, long at, int depth) {
    Dump.DumpedState found = null;
    long length = 0;
    if (at < end && !step.opened().subsections().isEmpty()) {
      in.seek(at);
      Field header = SubsectionHeader.read(in);
      if (header != null) {
        length = header.length();
        for (Dump.DumpedState subsection : step.opened().subsections()) {
          if (subsection.name().equals(SubsectionHeader.name(header))) {
            found = subsection;
          }
        }
      }
    }
    if (found == null) {
      visit(step.next, at, depth + 1);
      return;
    }
    LayoutStep close = new LayoutStep(LayoutStep.SizedKind.CLOSE, found, null, step);
    choose(new Choice(step, found, at, length), steps(found, Integer.MAX_VALUE, close), depth);
  }

  /** The fields of the only way through, read. */
  private List<Field> fields() {
    List<List<Field>> open = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    open.add(new ArrayList<>());
    for (Choice choice : solution) {
      List<Field> inner = open.get(open.size() - 1);
      LayoutStep step = choice.step;
      if (choice.opened != null) {
        starts.add(choice.offset);
        open.add(new ArrayList<>());
        if (step.kind == LayoutStep.SizedKind.SUBSECTIONS) {
          in.seek(choice.offset);
          open.get(open.size() - 1).add(SubsectionHeader.read(in));
        }
      } else if (step.kind == LayoutStep.SizedKind.CLOSE) {
        open.remove(open.size() - 1);
        long start = starts.remove(starts.size() - 1);
        boolean subsection = step.field == null;
        open.get(open.size() - 1)
            .add(
                Field.struct(
                    subsection ? step.opened().name() : step.member().name(),
                    subsection ? "subsection" : "struct",
                    start,
                    choice.offset - start,
                    inner));
      } else {
        in.seek(choice.offset);
        inner.add(leaf(step));
      }
    }
    in.seek(end);
    List<Field> out = open.get(0);
    StateReader.number(out);
    return out;
  }

  private Field leaf(LayoutStep step) {
    String known = TYPES.get(step.opened().name() + "/" + step.member().name());
    String type = known == null ? "unknown" : known;
    return reader.one(
        new FieldDescription(step.member().name(), type, step.member().size(), -1, -1, null));
  }
}
