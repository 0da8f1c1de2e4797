// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.channels.MigrationVisitor;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldType;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what QEMU's scripts/analyze-migration.py prints for a stream: one object for each section,
 * keyed by name and id, with values as text. What that script shows as bytes, though vtrace knows
 * more, is shown as bytes.
 */
public final class AnalyzeMigration implements MigrationVisitor {
  /** How the script shows a type of field; others are shown as bytes. */
  private enum FieldShape {
    BOOL,
    SIGNED,
    UNSIGNED,
    STRUCT
  }

  private static final Map<String, FieldShape> SHAPES = new HashMap<>();

  static {
    SHAPES.put("bool", FieldShape.BOOL);
    SHAPES.put("struct", FieldShape.STRUCT);
    SHAPES.put("subsection", FieldShape.STRUCT);
    String[] signed = {
      "int8",
      "int16",
      "int32",
      "int32 equal",
      "int32 le",
      "int64",
      "int64 equal",
      "uint8 equal",
      "uint16 equal"
    };
    for (String type : signed) {
      SHAPES.put(type, FieldShape.SIGNED);
    }
    String[] unsigned = {"uint8", "uint16", "uint32", "uint32 equal", "uint64"};
    for (String type : unsigned) {
      SHAPES.put(type, FieldShape.UNSIGNED);
    }
  }

  private final JsonGenerator out;
  private final Set<Long> shown = new HashSet<>();

  @SuppressWarnings("NullAway.Init")
  private Cursor bytes;

  /** A writer to a stream that the caller closes. */
  public AnalyzeMigration(OutputStream target) throws IOException {
    JsonFactoryBuilder json = new JsonFactoryBuilder();
    json.enable(JsonWriteFeature.ESCAPE_NON_ASCII);
    out =
        json.build()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM.mappedFeature(), false);
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    out.setPrettyPrinter(printer);
  }

  @Override
  public void begin(ByteSource source) throws IOException {
    bytes = new Cursor(source, 0, source.size());
    out.writeStartObject();
  }

  @Override
  public void section(Section section) throws IOException {
    for (Section inner : section.sections()) {
      section(inner);
    }
    boolean device = section.kind() == SectionKind.FULL || section.kind() == SectionKind.START;
    if (!device || !shown.add(section.id())) {
      return;
    }
    out.writeFieldName(section.name() + " (" + section.id() + ")");
    if (section.name().equals("ram")) {
      ram(section);
    } else if (section.kind() == SectionKind.START) {
      out.writeString("");
    } else {
      write(object(section.fields()));
    }
  }

  @Override
  public void end(StreamSummary summary) throws IOException {
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private void ram(Section section) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("section sizes");
    for (Field list : section.fields()) {
      for (Field block : list.children()) {
        if (block.type().equals("ram block")) {
          out.writeStringField(block.name(), Hex.padded(block.number("length", 0), 16));
        }
      }
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** Fields by name; those of an array as a list, whatever their type. */
  private Map<String, Object> object(List<Field> fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Field field : fields) {
      if (field.type().equals("subsection header")) {
        continue;
      }
      if (field.value() instanceof Value.Array array && FieldType.isNumber(field.type())) {
        list(map, field).addAll(array(field, array));
      } else if (field.index() >= 0) {
        list(map, field).add(value(field));
      } else {
        map.put(field.name(), value(field));
      }
    }
    return map;
  }

  /** The list that the elements of an array go to. */
  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<String, Object> map, Field field) {
    Object list = map.get(field.name());
    if (!(list instanceof List)) {
      list = new ArrayList<>();
      map.put(field.name(), list);
    }
    return (List<Object>) list;
  }

  private Object value(Field field) {
    FieldShape shape = SHAPES.get(field.type());
    if (shape == FieldShape.STRUCT) {
      return object(field.children());
    }
    if (shape != null && field.value() instanceof Value.Int v) {
      return integer(v.bits(), v.bytes(), shape);
    }
    if (shape == FieldShape.BOOL && field.value() instanceof Value.Bool v) {
      return v.value();
    }
    return hex(field.offset(), field.length());
  }

  private static String integer(long bits, int width, FieldShape shape) {
    String hex = Hex.padded(bits, 2 * width);
    if (shape == FieldShape.UNSIGNED) {
      return hex;
    }
    long value = bits << 64 - 8 * width >> 64 - 8 * width;
    return value < 0 ? hex + " (" + value + ")" : hex;
  }

  private List<Object> array(Field field, Value.Array array) {
    List<Object> list = new ArrayList<>(array.count());
    FieldShape shape = SHAPES.get(field.type());
    for (int i = 0; i < array.count(); i++) {
      long at = field.offset() + (long) i * array.bytes();
      list.add(shape == null ? hex(at, array.bytes()) : element(at, array, shape));
    }
    return list;
  }

  private Object element(long at, Value.Array array, FieldShape shape) {
    bytes.seek(at);
    long bits = bytes.integer(array.bytes(), false);
    return shape == FieldShape.BOOL ? (Object) (bits != 0) : integer(bits, array.bytes(), shape);
  }

  private String hex(long offset, long length) {
    bytes.seek(offset);
    byte[] content = bytes.bytes((int) Math.min(length, bytes.remaining()));
    return Hex.spaced(content, content.length);
  }

  private void write(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName((String) entry.getKey());
        write(entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else {
      out.writeString((String) value);
    }
  }
}
