// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.stream.SchemaReader;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Schema;
import dev.vtrace.decoder.vmstate.StreamDescription;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares two streams, A and B, by names and values of what is in them. Sections are paired by
 * name and instance, fields by path; guest memory is compared by the number of its records only.
 *
 * <p>A is read once for fingerprints of its sections; then B, of which sections that A has not
 * alike are kept; then A again if there are any. What is kept of the streams are sections that
 * differ.
 *
 * <pre>{@code
 * DiffSummary summary = new StreamDiff(a, b, null, PathFilter.NONE).compare(visitor);
 * }</pre>
 */
public final class StreamDiff {
  private static final String DESCRIPTION = "vmdescription";

  private final ByteSource a;
  private final ByteSource b;
  private final @Nullable Schema schema;
  private final PathFilter filter;
  private final Map<SectionKey, Long> pending = new LinkedHashMap<>();
  private final Map<SectionKey, Section> different = new LinkedHashMap<>();
  private List<StreamHole> holesOfA = List.of();
  private List<StreamHole> holesOfB = List.of();
  private int sections;
  private int equal;

  /**
   * A comparison.
   *
   * @param schema for streams without description, or null; such a stream is otherwise read by the
   *     description of the other one
   */
  public StreamDiff(ByteSource a, ByteSource b, @Nullable Schema schema, PathFilter filter) {
    this.a = a;
    this.b = b;
    this.schema = schema;
    this.filter = filter;
  }

  /** The same of streams whose recordings lack something. */
  public StreamDiff withHoles(List<StreamHole> ofA, List<StreamHole> ofB) {
    holesOfA = List.copyOf(ofA);
    holesOfB = List.copyOf(ofB);
    return this;
  }

  /**
   * Compares the streams.
   *
   * @throws IOException if one cannot be read
   */
  public DiffSummary compare(DiffVisitor visitor) throws IOException {
    visitor.begin(a, b);
    DifferenceCollector report = new DifferenceCollector(visitor, filter);
    StreamOptions optionsOfA = options(b, holesOfA);
    Totals totalsOfA = new Totals();
    StreamSummary summaryOfA = new StreamDecoder(a, optionsOfA).decode(new First(totalsOfA));
    sections = pending.size();
    Totals totalsOfB = new Totals();
    StreamSummary summaryOfB =
        new StreamDecoder(b, options(a, holesOfB)).decode(new Second(totalsOfB));
    if (!pending.isEmpty()) {
      FieldDiff fields = new FieldDiff(new Spans(a, b), report);
      new StreamDecoder(a, optionsOfA).decode(new Third(fields, report));
    }
    for (Map.Entry<SectionKey, Section> entry : different.entrySet()) {
      alone(Difference.ChangeKind.ADDED, entry.getKey(), entry.getValue(), report);
    }
    Totals.compare(totalsOfA, totalsOfB, report);
    DiffSummary summary =
        new DiffSummary(
            summaryOfA, summaryOfB, sections, equal, report.differences(), report.ignored());
    visitor.end(summary);
    return summary;
  }

  private StreamOptions options(ByteSource other, List<StreamHole> holes) throws IOException {
    Schema best = schema;
    if (best == null) {
      StreamDescription borrowed = SchemaReader.own(other);
      best = borrowed == null ? null : Schema.of(borrowed);
    }
    return new StreamOptions(best, null, false, holes);
  }

  private static void alone(
      Difference.ChangeKind kind, SectionKey key, Section section, DifferenceCollector report)
      throws IOException {
    Field span =
        Field.struct(section.name(), "section", section.offset(), section.length(), List.of());
    boolean added = kind == Difference.ChangeKind.ADDED;
    report.add(
        new Difference(
            kind,
            Difference.ChangedPart.SECTION,
            key.path(),
            added ? null : span,
            added ? span : null,
            null));
  }

  /**
   * Passes on the sections with a state of their own, those of packages, too; counts the others.
   */
  private abstract static class StatefulSections implements StreamVisitor {
    private final SectionKey.SectionKeyMaker keys = new SectionKey.SectionKeyMaker();
    private final Totals totals;

    StatefulSections(Totals totals) {
      this.totals = totals;
    }

    @Override
    public final void section(Section section) throws IOException {
      switch (section.kind()) {
        case CONFIGURATION:
        case START:
        case FULL:
          state(keys.of(section), section);
          break;
        case VMDESCRIPTION:
          totals.add(DESCRIPTION, 1);
          break;
        default:
      }
      totals.add(section);
      for (Section inner : section.sections()) {
        section(inner);
      }
    }

    abstract void state(SectionKey key, Section section) throws IOException;
  }

  /** The first reading of A. */
  private final class First extends StatefulSections {
    private final SectionFingerprint fingerprint = new SectionFingerprint(a);

    First(Totals totals) {
      super(totals);
    }

    @Override
    void state(SectionKey key, Section section) {
      pending.put(key, fingerprint.of(section));
    }
  }

  /** The reading of B. */
  private final class Second extends StatefulSections {
    private final SectionFingerprint fingerprint = new SectionFingerprint(b);

    Second(Totals totals) {
      super(totals);
    }

    @Override
    void state(SectionKey key, Section section) {
      Long other = pending.get(key);
      if (other == null) {
        sections++;
      }
      if (other != null && other == fingerprint.of(section)) {
        pending.remove(key);
        equal++;
      } else {
        different.put(key, section);
      }
    }
  }

  /** The second reading of A. */
  private final class Third extends StatefulSections {
    private final FieldDiff fields;
    private final DifferenceCollector report;

    Third(FieldDiff fields, DifferenceCollector report) {
      super(new Totals());
      this.fields = fields;
      this.report = report;
    }

    @Override
    void state(SectionKey key, Section section) throws IOException {
      if (!pending.containsKey(key)) {
        return;
      }
      Section other = different.remove(key);
      if (other == null) {
        alone(Difference.ChangeKind.REMOVED, key, section, report);
      } else {
        report.enter(key.path());
        if (section.version() != other.version()) {
          report.add(
              new Difference(
                  Difference.ChangeKind.CHANGED,
                  Difference.ChangedPart.FIELD,
                  Field.path(key.path(), "(version)"),
                  version(section),
                  version(other),
                  null));
        }
        fields.compare(key.path(), section.fields(), other.fields());
        report.leave();
      }
    }

    private static Field version(Section section) {
      Value value = new Value.Int(section.version(), 4, true);
      return Field.leaf("(version)", "uint32", section.offset(), 4, value);
    }
  }
}
