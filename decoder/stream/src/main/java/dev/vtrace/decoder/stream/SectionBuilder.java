// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.List;

/** A record while it is read. */
final class SectionBuilder {
  final long offset;
  final SectionKind kind;
  long id = -1;
  String name = "";
  long instance;
  long version = -1;
  boolean footer;
  long unreachable;

  /** Whether the input ended, or sync was lost, inside the record. */
  boolean stopped;

  final Counts counts = new Counts();
  final List<Field> fields = new ArrayList<>();
  final List<Section> sections = new ArrayList<>();

  /** Findings about the record; held back because resynchronising may explain them differently. */
  final List<Diagnostic> diagnostics = new ArrayList<>();

  SectionBuilder(long offset, SectionKind kind) {
    this.offset = offset;
    this.kind = kind;
  }

  void report(Code code, long at, long length, String field, String message) {
    String path = field.isEmpty() ? name : Field.path(name, field);
    diagnostics.add(new Diagnostic(code, at, length, path, message));
  }

  /** Notes that the input ended while something was read. */
  void truncated(long at, long left, String what) {
    stopped = true;
    report(Code.TRUNCATED, at, left, "", "the input ends inside " + what);
  }

  boolean has(Code code) {
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.code() == code) {
        return true;
      }
    }
    return false;
  }

  /** Takes back findings that turned out to have another cause. */
  void remove(Code code) {
    for (int i = diagnostics.size() - 1; i >= 0; i--) {
      if (diagnostics.get(i).code() == code) {
        diagnostics.remove(i);
      }
    }
  }

  Section build(long end) {
    long opaque = 0;
    for (Field field : fields) {
      opaque += field.opaqueBytes();
    }
    for (Section section : sections) {
      opaque += section.opaque();
      unreachable += section.unreachable();
    }
    return new Section(
        offset,
        end - offset,
        kind,
        id,
        name,
        instance,
        version,
        footer,
        counts,
        List.copyOf(fields),
        List.copyOf(sections),
        opaque,
        unreachable);
  }
}
