// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON description at the end of a stream. Unknown keys are passed over; where the text
 * is damaged, everything before the damage is kept.
 */
public final class DescriptionReader {
  private static final JsonFactory JSON = new JsonFactory();

  @SuppressWarnings("NullAway.Init")
  private JsonParser in;

  private final Map<String, DeviceDescription> devices = new LinkedHashMap<>();
  private int pageSize;

  @SuppressWarnings("NullAway.Init")
  private StructDescription configuration;

  private DescriptionReader() {}

  /** Reads a description from JSON text in UTF-8. */
  public static StreamDescription read(byte[] json) {
    DescriptionReader reader = new DescriptionReader();
    boolean complete;
    try (JsonParser parser = JSON.createParser(json)) {
      reader.in = parser;
      complete = reader.top();
    } catch (IOException damaged) {
      complete = false;
    }
    return new StreamDescription(reader.pageSize, reader.configuration, reader.devices, complete);
  }

  private boolean top() throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "page_size":
          pageSize = (int) number();
          break;
        case "configuration":
          configuration = new DescriptionNode().read().struct();
          break;
        case "devices":
          devices();
          break;
        default:
          in.skipChildren();
      }
    }
    return in.currentToken() == JsonToken.END_OBJECT;
  }

  private void devices() throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.START_OBJECT) {
      DescriptionNode node = new DescriptionNode().read();
      DeviceDescription device = new DeviceDescription(node.name, node.instance, node.struct());
      devices.putIfAbsent(StreamDescription.key(node.name, node.instance), device);
    }
  }

  private List<DescriptionNode> nodes() throws IOException {
    List<DescriptionNode> list = new ArrayList<>();
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return list;
    }
    while (in.nextToken() == JsonToken.START_OBJECT) {
      list.add(new DescriptionNode().read());
    }
    return list;
  }

  private long number() throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return Math.max(0, in.getLongValue());
    }
    in.skipChildren();
    return 0;
  }

  private String text() throws IOException {
    String text = in.getValueAsString("");
    in.skipChildren();
    return text;
  }

  /** Devices, fields, structures and subsections share most of their keys. */
  private final class DescriptionNode {
    private String name = "";
    private String type = "";
    private String vmsdName = "";
    private long size;
    private long instance;
    private int version;
    private int index = -1;
    private long arrayLength = -1;
    private @Nullable StructDescription struct;
    private @Nullable List<FieldDescription> fields;
    private List<StructDescription> subsections = List.of();
    private final List<FieldDescription> elements = new ArrayList<>();

    DescriptionNode read() throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        in.nextToken();
        switch (key) {
          case "name":
            name = text();
            break;
          case "type":
            type = text();
            break;
          case "vmsd_name":
            if (!vmsdName.isEmpty()) {
              element();
            }
            vmsdName = text();
            break;
          case "size":
            size = number();
            break;
          case "instance_id":
            instance = number();
            break;
          case "version":
            version = (int) number();
            break;
          case "index":
            index = (int) number();
            break;
          case "array_len":
            arrayLength = number();
            break;
          case "struct":
            if (in.currentToken() == JsonToken.START_OBJECT) {
              DescriptionNode inner = new DescriptionNode().read();
              struct = inner.fields == null ? null : inner.struct();
            } else {
              in.skipChildren();
            }
            break;
          case "fields":
            fields = new ArrayList<>();
            for (DescriptionNode node : nodes()) {
              fields.add(node.field());
            }
            break;
          case "subsections":
            subsections = new ArrayList<>();
            for (DescriptionNode node : nodes()) {
              subsections.add(node.struct());
            }
            break;
          default:
            in.skipChildren();
        }
      }
      return this;
    }

    /** Of a list QEMU writes the keys of each element's structure, one after the other. */
    private void element() {
      if (fields != null) {
        elements.add(new FieldDescription("", "struct", 0, elements.size(), -1, struct()));
        fields = null;
        subsections = List.of();
      }
    }

    FieldDescription field() {
      if (struct == null && FieldType.isList(type)) {
        element();
        StructDescription list = new StructDescription(vmsdName, version, elements, List.of());
        return new FieldDescription(name, type, size, index, arrayLength, list);
      }
      // "tmp" and "vstruct" fields carry the keys of their structure themselves.
      StructDescription inner = struct == null && fields != null ? struct() : struct;
      return new FieldDescription(name, type, size, index, arrayLength, inner);
    }

    StructDescription struct() {
      return new StructDescription(
          vmsdName, version, fields == null ? List.of() : fields, subsections);
    }
  }
}
