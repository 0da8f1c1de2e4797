// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the descriptor ledger: one line for each descriptor, and whether the counts agree. */
public final class FdsText {
  private final PrintStream out;
  private final boolean colour;
  private final List<Holder> holders;

  /** A printer. */
  public FdsText(PrintStream out, boolean colour) {
    this(out, colour, List.of());
  }

  /** A printer that shows for each descriptor which of these live ones are the same. */
  public FdsText(PrintStream out, boolean colour, List<Holder> holders) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
    this.holders = holders;
  }

  /** Prints all of it. */
  public void print(Migration migration) {
    int attempt = -1;
    Descriptor.DescriptorChannel channel = null;
    for (Descriptor descriptor : migration.descriptors()) {
      if (descriptor.channel() != channel || descriptor.attempt() != attempt) {
        out.print(channel == null ? "" : "\n");
        channel = descriptor.channel();
        attempt = descriptor.attempt();
        String title =
            "on the " + (channel == Descriptor.DescriptorChannel.STREAM ? "stream" : "socket");
        title += attempt > 0 ? " of migration " + attempt : "";
        print(line().add(TextLine.Colour.BOLD, title));
      }
      descriptor(descriptor, migration.descriptors());
    }
    if (migration.descriptors().isEmpty()) {
      print(line().add("no descriptor in the evidence"));
    }
    for (FdsCount count : FdsCount.of(migration)) {
      out.print('\n');
      List<String> words = new ArrayList<>();
      add(words, count.sent(), "sent");
      add(words, count.wire(), "on the wire");
      add(words, count.stream(), "in the stream");
      add(words, count.received(), "received");
      add(words, count.unclaimed() == 0 ? -1 : count.unclaimed(), "never claimed");
      String name = count.attempt() > 0 ? "migration " + count.attempt() : "the stream";
      TextLine line = line().add(name + ": " + String.join(", ", words) + ": ");
      if (count.agree()) {
        line.add("all evidence agrees");
      } else {
        line.add(TextLine.Colour.RED, "the counts differ");
      }
      print(line);
    }
    out.flush();
  }

  private static void add(List<String> words, int count, String what) {
    if (count >= 0) {
      words.add(count + " " + what);
    }
  }

  private void descriptor(Descriptor descriptor, List<Descriptor> all) {
    TextLine line = line().right(Integer.toString(descriptor.index()), 5).add("  ");
    boolean known = descriptor.identity().known();
    boolean named = descriptor.identity().kind() == Identity.DescriptorKind.FILE;
    String what = named ? descriptor.identity().name() : descriptor.identity().toString();
    what = known ? what : descriptor.kind();
    line.left(what, 22).add(" ");
    boolean bad =
        descriptor.state() == Descriptor.DescriptorState.UNCLAIMED
            || descriptor.state() == Descriptor.DescriptorState.REFUSED;
    String state = descriptor.state().label();
    if (bad) {
      line.add(TextLine.Colour.RED, state).spaces(10 - state.length());
    } else {
      line.left(state, 10);
    }
    line.left(descriptor.purpose(), 58);
    origin(line, descriptor.origin());
    for (Descriptor.Sighting sighting : descriptor.sightings()) {
      String number = sighting.number() < 0 ? "" : " fd " + sighting.number();
      line.add("  " + sighting.evidence().location() + number);
    }
    if (!holders.isEmpty() && known) {
      line.add("  ").add(held(descriptor));
    }
    print(line);
  }

  private static void origin(TextLine line, @Nullable Origin origin) {
    if (origin == null || origin.match() == Origin.IdentityMatch.UNKNOWN) {
      return;
    }
    String end = origin.otherEnd() ? "other end of " : "";
    String index = origin.index() < 0 ? "" : " (" + origin.index() + ")";
    String message = end + origin.message() + index;
    if (origin.match() == Origin.IdentityMatch.SAME) {
      line.add("  = " + message);
    } else {
      String there = requireNonNull(origin.given()).toString();
      line.add("  ").add(TextLine.Colour.RED, "not " + message + ", " + there);
    }
  }

  private String held(Descriptor descriptor) {
    List<String> words = new ArrayList<>();
    for (Holder holder : holders) {
      if (holder.identity().same(descriptor.identity())) {
        words.add(holder.process() + " fd " + holder.number());
      }
    }
    return words.isEmpty() ? "held by none of them" : "held by " + String.join(", ", words);
  }

  private TextLine line() {
    return new TextLine(colour);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
