// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;

/** What is to be said of a section in one line, beside its name. */
final class SectionWords {
  private SectionWords() {}

  static String of(Section section, RecordCounts tally) {
    switch (section.kind()) {
      case CONFIGURATION:
        return texts(section);
      case COMMAND:
        return payload(section);
      case FULL:
      case START:
        return device(section, tally);
      default:
        return tally.describe();
    }
  }

  private static String texts(Section section) {
    StringBuilder out = new StringBuilder();
    for (Field field : section.fields()) {
      if (field.value() instanceof Value.TextValue text) {
        out.append(text.text());
      }
      for (Field child : field.children()) {
        if (child.value() instanceof Value.TextValue text) {
          out.append(' ').append(text.text());
        }
      }
    }
    return out.toString();
  }

  private static String payload(Section section) {
    StringBuilder out = new StringBuilder();
    for (Field field : section.fields()) {
      if (!field.name().equals("command") && !field.name().equals("length")) {
        out.append(out.length() == 0 ? "" : ", ")
            .append(field.name())
            .append(' ')
            .append(FieldText.describe(field));
      }
    }
    return out.toString();
  }

  private static String device(Section section, RecordCounts tally) {
    StringBuilder out = new StringBuilder();
    if (section.version() >= 0) {
      out.append("version ").append(section.version());
    }
    String counts = tally.describe();
    if (!counts.isEmpty()) {
      out.append(", ").append(counts);
    }
    if (section.opaque() > 0) {
      out.append(", ").append(TextLine.grouped(section.opaque())).append(" opaque");
    }
    return out.toString();
  }
}
