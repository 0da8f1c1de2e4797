// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as JSON lines. Integers that a double does not hold are texts in hexadecimal. */
final class JsonLinesSink implements TableSink {
  private static final long EXACT = 1L << 53;

  private final FleetTable table;
  private final JsonGenerator out;

  JsonLinesSink(FleetTable table, OutputStream target) throws IOException {
    this.table = table;
    this.out =
        new JsonFactory()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    out.setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  @Override
  public void add(FleetRow row) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", FleetTable.FORMAT);
    out.writeStringField("table", table.label());
    List<FleetColumn> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      out.writeFieldName(columns.get(i).name());
      value(row.values().get(i));
    }
    out.writeEndObject();
    out.writeRaw('\n');
  }

  private void value(@Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Long number) {
      if (number >= -EXACT && number <= EXACT) {
        out.writeNumber(number);
      } else {
        out.writeString("0x" + Long.toHexString(number));
      }
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else {
      out.writeString((String) value);
    }
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
