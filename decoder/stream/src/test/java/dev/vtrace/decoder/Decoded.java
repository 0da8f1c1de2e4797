// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stream decoded into lists, for tests. */
public final class Decoded implements StreamVisitor {
  public final List<Section> sections = new ArrayList<>();
  public final List<Diagnostic> diagnostics = new ArrayList<>();
  public StreamSummary summary;

  /** Decodes a stream by itself. */
  public static Decoded of(ByteSource source) throws IOException {
    return of(source, StreamOptions.DEFAULT);
  }

  /** Decodes a stream. */
  public static Decoded of(ByteSource source, StreamOptions options) throws IOException {
    Decoded decoded = new Decoded();
    decoded.summary = new StreamDecoder(source, options).decode(decoded);
    return decoded;
  }

  @Override
  public void section(Section section) {
    sections.add(section);
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /** Codes of all findings. */
  public List<Code> codes() {
    List<Code> codes = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      codes.add(diagnostic.code());
    }
    return codes;
  }

  /** The section of this name. */
  public Section section(String name) {
    for (Section section : sections) {
      if (section.name().equals(name)) {
        return section;
      }
    }
    throw new AssertionError("no section " + name);
  }

  /** The field at a path of labels below a section, such as {@code virtio/queues[0]/num}. */
  public Field field(String section, String path) {
    return find(section(section).fields(), section, section + "/" + path);
  }

  private static Field find(List<Field> fields, String parent, String wanted) {
    for (Field field : fields) {
      String path = Field.path(parent, field.label());
      if (path.equals(wanted)) {
        return field;
      }
      if (wanted.startsWith(path)) {
        Field found = find(field.children(), path, wanted);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /**
   * Checks what holds for every input: sections cover it without gaps, children cover their
   * parents, and the three parts of the coverage add up.
   */
  public void checkCoverage() {
    long at = 0;
    for (Section section : sections) {
      if (section.offset() != at) {
        throw new AssertionError("gap before section at " + section.offset() + ", expected " + at);
      }
      at += section.length();
      for (Field field : section.fields()) {
        check(field);
      }
    }
    var coverage = summary.coverage();
    if (at != coverage.total()) {
      throw new AssertionError("sections end at " + at + " of " + coverage.total());
    }
    long sum = coverage.decoded() + coverage.opaque() + coverage.unreachable();
    boolean negative =
        coverage.decoded() < 0 || coverage.opaque() < 0 || coverage.unreachable() < 0;
    if (sum != coverage.total() || negative) {
      throw new AssertionError("coverage does not add up: " + coverage);
    }
  }

  private static void check(Field field) {
    long at = field.offset();
    for (Field child : field.children()) {
      if (child.offset() != at) {
        throw new AssertionError("gap in " + field.label() + " before " + child.label());
      }
      at = child.end();
      check(child);
    }
    if (!field.children().isEmpty() && at != field.end()) {
      throw new AssertionError(field.label() + " ends at " + field.end() + ", children at " + at);
    }
  }
}
