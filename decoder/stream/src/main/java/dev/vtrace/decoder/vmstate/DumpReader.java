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
 * Reads what {@code qemu-system-X -M MACHINE -dump-vmstate FILE} writes: one JSON object with a key
 * for each device type. Unknown keys are passed over.
 */
public final class DumpReader {
  private static final String MACHINE = "vmschkmachine";

  private final JsonParser in;
  private final Map<String, Dump.DumpedState> states = new LinkedHashMap<>();
  private String machine = "";
  private boolean lengths;

  private DumpReader(JsonParser in) {
    this.in = in;
  }

  /**
   * Reads a dump from JSON text in UTF-8.
   *
   * @throws IOException if it is no JSON, or describes no state
   */
  public static Dump read(byte[] json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      DumpReader reader = new DumpReader(parser);
      reader.top();
      if (reader.states.isEmpty()) {
        throw new IOException("no device state is described in it");
      }
      return new Dump(reader.machine, reader.states, reader.lengths);
    }
  }

  private void top() throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String type = in.currentName();
      if (in.nextToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
      } else if (type.equals(MACHINE)) {
        machine = new DumpNode().read().name;
      } else {
        DumpNode node = new DumpNode().read();
        if (node.description != null) {
          states.put(type, node.description);
        }
      }
    }
  }

  private List<DumpNode> nodes() throws IOException {
    List<DumpNode> list = new ArrayList<>();
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return list;
    }
    while (in.nextToken() == JsonToken.START_OBJECT) {
      list.add(new DumpNode().read());
    }
    return list;
  }

  private long number(long otherwise) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return in.getLongValue();
    }
    in.skipChildren();
    return otherwise;
  }

  private String text() throws IOException {
    String text = in.getValueAsString("");
    in.skipChildren();
    return text;
  }

  /** Device types, states and fields share most of their keys. */
  private final class DumpNode {
    private String name = "";
    private int version;
    private int minimumVersion = -1;
    private long size;
    private long count = -1;
    private boolean conditional;
    private Dump.@Nullable DumpedState description;
    private final List<Dump.Member> fields = new ArrayList<>();
    private final List<Dump.DumpedState> subsections = new ArrayList<>();

    DumpNode read() throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        in.nextToken();
        switch (key) {
          case "Name":
          case "name":
          case "field":
            name = text();
            break;
          case "version_id":
            version = (int) number(0);
            break;
          case "minimum_version_id":
            minimumVersion = (int) number(-1);
            break;
          case "size":
            size = Math.max(0, number(0));
            break;
          case "num":
            count = Math.max(-1, number(-1));
            lengths |= count >= 0;
            break;
          case "field_exists":
            conditional = in.currentToken() == JsonToken.VALUE_TRUE;
            in.skipChildren();
            break;
          case "Description":
            description =
                in.currentToken() == JsonToken.START_OBJECT ? new DumpNode().read().state() : null;
            break;
          case "Fields":
            for (DumpNode node : nodes()) {
              fields.add(
                  new Dump.Member(
                      node.name,
                      node.version,
                      node.conditional,
                      node.size,
                      node.count,
                      node.description));
            }
            break;
          case "Subsections":
            for (DumpNode node : nodes()) {
              subsections.add(node.state());
            }
            break;
          default:
            in.skipChildren();
        }
      }
      return this;
    }

    Dump.DumpedState state() {
      return new Dump.DumpedState(name, version, minimumVersion, fields, subsections);
    }
  }
}
