// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.compare.DescribedLayout;
import dev.vtrace.decoder.compare.LayoutChange;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes how two layouts differ as JSON of format {@code vtrace-layout-diff/1}. The schema is the
 * resource {@code vtrace-layout-diff-1.schema.json}.
 */
public final class DiffLayoutJson {
  private DiffLayoutJson() {}

  /** Writes all changes to a stream that the caller closes. */
  public static void write(
      OutputStream target,
      String old,
      String now,
      DescribedLayout before,
      DescribedLayout after,
      List<LayoutChange> changes)
      throws IOException {
    JsonGenerator out = Json.generator(target);
    out.writeStartObject();
    out.writeStringField("format", "vtrace-layout-diff/1");
    out.writeStringField("old", old);
    out.writeStringField("new", now);
    out.writeBooleanField("lengthsKnown", before.lengths() && after.lengths());
    out.writeArrayFieldStart("changes");
    for (LayoutChange change : changes) {
      Diagnostic diagnostic = change.diagnostic();
      out.writeStartObject();
      out.writeStringField("code", diagnostic.code().code());
      out.writeStringField("severity", diagnostic.severity().label());
      out.writeStringField("breaks", change.breaks().label());
      out.writeStringField("path", diagnostic.path());
      out.writeStringField("message", diagnostic.message());
      out.writeStringField("hint", diagnostic.hint());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }
}
