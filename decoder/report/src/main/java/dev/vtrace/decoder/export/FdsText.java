// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.export.TextTable.Column;
import dev.vtrace.decoder.export.TextTable.ColumnSetting;
import dev.vtrace.decoder.export.TextTable.TableCell;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the descriptor ledger: one line for each descriptor, and whether the counts agree. */
public final class FdsText {
  private static final String VIRTIO = "/virtio/";

  private static final List<Column> COLUMNS =
      List.of(
          new Column("", ColumnSetting.NUMBER),
          new Column("object", ColumnSetting.TEXT),
          new Column("state", ColumnSetting.NAME),
          new Column("for", ColumnSetting.NAME),
          new Column("compared with", ColumnSetting.TEXT),
          new Column("held by", ColumnSetting.TEXT),
          new Column("seen at", ColumnSetting.LIST));

  private final TextStream out;
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
    List<Descriptor> all = migration.descriptors();
    int from = 0;
    for (int to = 1; to <= all.size(); to++) {
      if (to == all.size() || !title(all.get(to)).equals(title(all.get(from)))) {
        out.print(from == 0 ? "" : "\n");
        table(all.subList(from, to));
        from = to;
      }
    }
    if (all.isEmpty()) {
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

  /** What stands above descriptors: what they travelled on, and in a stream whose they are. */
  private static String title(Descriptor descriptor) {
    String title = "on the " + descriptor.channel().label();
    title += descriptor.attempt() > 0 ? " of migration " + descriptor.attempt() : "";
    String owner = descriptor.purpose().substring(0, ownerEnd(descriptor));
    return owner.isEmpty() ? title : title + ", " + owner + "/virtio";
  }

  /** Where the name of the device ends in the path of a field; 0 where there is none. */
  private static int ownerEnd(Descriptor descriptor) {
    String purpose = descriptor.purpose();
    boolean field = descriptor.channel() == Descriptor.DescriptorChannel.STREAM;
    return field ? Math.max(0, purpose.indexOf(VIRTIO)) : 0;
  }

  private void table(List<Descriptor> descriptors) {
    print(line().hang().add(TextLine.Colour.BOLD, title(descriptors.get(0))));
    TextTable table = new TextTable(out, colour, 2, COLUMNS);
    for (Descriptor descriptor : descriptors) {
      boolean known = descriptor.identity().known();
      boolean named = descriptor.identity().kind() == Identity.DescriptorKind.FILE;
      String what = named ? descriptor.identity().name() : descriptor.identity().toString();
      boolean bad =
          descriptor.state() == Descriptor.DescriptorState.UNCLAIMED
              || descriptor.state() == Descriptor.DescriptorState.REFUSED;
      int owner = ownerEnd(descriptor);
      table.row(
          TableCell.of(Integer.toString(descriptor.index())),
          TableCell.of(known ? what : descriptor.kind()),
          new TableCell(descriptor.state().label(), bad ? TextLine.Colour.RED : null),
          TableCell.of(descriptor.purpose().substring(owner == 0 ? 0 : owner + VIRTIO.length())),
          origin(descriptor.origin()),
          TableCell.of(holders.isEmpty() || !known ? "" : held(descriptor)),
          TableCell.of(sightings(descriptor)));
    }
    table.print();
  }

  private static String sightings(Descriptor descriptor) {
    List<String> out = new ArrayList<>();
    for (Descriptor.Sighting sighting : descriptor.sightings()) {
      String number =
          sighting.number().isEmpty() ? "" : "\u00a0fd\u00a0" + sighting.number().getAsInt();
      out.add(sighting.evidence().location() + number);
    }
    return String.join(", ", out);
  }

  private static TableCell origin(@Nullable Origin origin) {
    if (origin == null || origin.match() == Origin.IdentityMatch.UNKNOWN) {
      return TableCell.of("");
    }
    String end = origin.otherEnd() ? "other end of " : "";
    String index = origin.index().isEmpty() ? "" : " (" + origin.index().getAsInt() + ")";
    String message = end + origin.message() + index;
    return origin.match() == Origin.IdentityMatch.SAME
        ? TableCell.of("= " + message)
        : new TableCell(
            "not " + message + ", " + requireNonNull(origin.given()), TextLine.Colour.RED);
  }

  private String held(Descriptor descriptor) {
    List<String> words = new ArrayList<>();
    for (Holder holder : holders) {
      if (holder.identity().same(descriptor.identity())) {
        words.add(holder.process() + "\u00a0fd\u00a0" + holder.number());
      }
    }
    return words.isEmpty() ? "none of them" : String.join(", ", words);
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
