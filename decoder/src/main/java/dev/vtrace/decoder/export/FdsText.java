// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.Descriptor;
import dev.vtrace.decoder.analysis.Migration;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints the descriptor ledger: one line for each descriptor, and whether the counts agree. */
public final class FdsText {
  private final PrintStream out;
  private final boolean colour;

  /** A printer. */
  public FdsText(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** Prints all of it. */
  public void print(Migration migration) {
    int attempt = -1;
    Descriptor.Channel channel = null;
    for (Descriptor descriptor : migration.descriptors()) {
      if (descriptor.channel() != channel || descriptor.attempt() != attempt) {
        out.print(channel == null ? "" : "\n");
        channel = descriptor.channel();
        attempt = descriptor.attempt();
        String title = "on the " + (channel == Descriptor.Channel.STREAM ? "stream" : "socket");
        title += attempt > 0 ? " of migration " + attempt : "";
        print(line().add(TextLine.Colour.BOLD, title));
      }
      descriptor(descriptor);
    }
    if (migration.descriptors().isEmpty()) {
      print(line().add("no descriptor in evidence"));
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

  private void descriptor(Descriptor descriptor) {
    TextLine line = line().right(Integer.toString(descriptor.index()), 5).add("  ");
    line.left(Plain.text(descriptor.kind()), 22).add(" ");
    boolean bad =
        descriptor.state() == Descriptor.State.UNCLAIMED
            || descriptor.state() == Descriptor.State.REFUSED;
    String state = descriptor.state().label();
    if (bad) {
      line.add(TextLine.Colour.RED, state).spaces(10 - state.length());
    } else {
      line.left(state, 10);
    }
    line.left(Plain.text(descriptor.purpose()), 58);
    for (Descriptor.Sighting sighting : descriptor.sightings()) {
      String number = sighting.number() < 0 ? "" : " fd " + sighting.number();
      line.add("  " + sighting.evidence().place() + number);
    }
    print(line);
  }

  private TextLine line() {
    return new TextLine(colour);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
