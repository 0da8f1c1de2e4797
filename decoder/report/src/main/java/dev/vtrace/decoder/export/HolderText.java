// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.descriptors.HeldObject;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import java.io.PrintStream;
import java.util.List;

/** Prints what live processes have open: what several of them share, then each one's own. */
public final class HolderText {
  private final TextStream out;
  private final boolean colour;
  private final List<Holder> holders;

  /** Columns of the objects' names. */
  private int column;

  /** A printer of these descriptors. */
  public HolderText(PrintStream out, boolean colour, List<Holder> holders) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
    this.holders = holders;
  }

  /** Prints all of it. */
  public void print() {
    List<HeldObject> objects = HeldObject.join(holders);
    int widest = objects.stream().mapToInt(o -> o.identity().toString().length()).max().orElse(0);
    column = Math.min(widest + 2, Math.max(20, out.width() / 2));
    print(line().add(TextLine.Colour.BOLD, "held by more than one process"));
    boolean any = false;
    for (HeldObject object : objects) {
      if (object.shared()) {
        object(object);
        any = true;
      }
    }
    if (!any) {
      print(line().add("  nothing"));
    }
    long process = -1;
    for (HeldObject object : objects) {
      Holder first = object.holders().get(0);
      if (object.shared()) {
        continue;
      }
      if (first.process() != process) {
        process = first.process();
        String name = "process " + process + " " + first.command();
        out.print('\n');
        print(line().add(TextLine.Colour.BOLD, name));
      }
      object(object);
    }
    out.flush();
  }

  private void object(HeldObject object) {
    TextLine line = line().add("  ").left(object.identity().toString(), column);
    line.hang();
    for (Holder holder : object.holders()) {
      line.add((object.shared() ? holder.process() + " " : "") + "fd " + holder.number() + "  ");
    }
    Identity identity = object.identity();
    for (Holder other : holders) {
      boolean peer = identity.kind() == Identity.DescriptorKind.SOCKET && identity.peer() >= 0;
      if (peer
          && other.identity().kind() == Identity.DescriptorKind.SOCKET
          && other.identity().number() == identity.peer()) {
        line.add("other end " + other.process() + " fd " + other.number() + "  ");
      }
    }
    print(line);
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
