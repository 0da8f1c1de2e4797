// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one JSON value, and the message that they are. Objects as Python prints them are
 * read too: {@code {'execute': 'stop', 'ok': True}}.
 */
public final class QmpLeaves {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  /** Replies such as query-qmp-schema have more leaves than anybody asks for. */
  private static final int MAX_VALUES = 4096;

  /** Every value has the names of all that it lies in: so many characters for a byte of JSON. */
  private static final int PATHS = 16;

  private static final int LEAST_PATHS = 4096;

  private final List<QmpLeaf> values = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();
  private final Set<String> members = new HashSet<>();

  private boolean trailing;

  /** Characters that paths may still have. */
  private long budget;

  /** Reads them; false if the JSON is cut or damaged, with what came before kept. */
  public boolean read(byte[] b, int start, int end) {
    budget = LEAST_PATHS + (long) PATHS * (end - start);
    try (JsonParser parser = JSON.createParser(b, start, end - start)) {
      parser.nextToken();
      value(parser, 0);
      trailing = trailing(parser);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether something stands after the value. */
  boolean trailing() {
    return trailing;
  }

  private static boolean trailing(JsonParser parser) {
    try {
      return parser.nextToken() != null;
    } catch (IOException e) {
      return true;
    }
  }

  private void value(JsonParser parser, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || values.size() >= MAX_VALUES || depth > 64 || budget < 0) {
      if (token != null) {
        parser.skipChildren();
      }
      return;
    }
    int length = path.length();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        path.append(length == 0 ? "" : ".").append(parser.currentName());
        if (depth < 2 && affordable()) {
          members.add(path.toString());
        }
        parser.nextToken();
        value(parser, depth + 1);
        path.setLength(length);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (parser.currentToken() == null) {
          return;
        }
        path.append('[').append(i).append(']');
        value(parser, depth + 1);
        path.setLength(length);
      }
    } else if (affordable()) {
      values.add(new QmpLeaf(path.toString(), parser.getText()));
    }
  }

  private boolean affordable() {
    budget -= path.length();
    return budget >= 0;
  }

  public List<QmpLeaf> values() {
    return List.copyOf(values);
  }

  @Nullable String get(String wanted) {
    for (QmpLeaf value : values) {
      if (value.path().equals(wanted)) {
        return value.text();
      }
    }
    return null;
  }

  /** Whether there is a member of this name, on the first two levels. */
  boolean has(String member) {
    return members.contains(member);
  }

  @Nullable QmpMessage message(String prefix, SourceSpan span, long at, String who) {
    String execute = get(prefix + "execute");
    if (execute == null) {
      execute = get(prefix + "exec-oob");
    }
    String event = get(prefix + "event");
    QmpMessage.QmpMessageKind kind;
    String name = "";
    if (execute != null) {
      kind = QmpMessage.QmpMessageKind.COMMAND;
      name = execute;
    } else if (event != null) {
      kind = QmpMessage.QmpMessageKind.EVENT;
      name = event;
    } else if (has(prefix + "error")) {
      kind = QmpMessage.QmpMessageKind.ERROR;
    } else if (has(prefix + "return")) {
      kind = QmpMessage.QmpMessageKind.REPLY;
    } else if (has(prefix + "QMP")) {
      kind = QmpMessage.QmpMessageKind.GREETING;
    } else {
      return null;
    }
    String id = get(prefix + "id");
    return new QmpMessage(span, at, who, kind, name, id == null ? "" : id, strip(prefix));
  }

  private List<QmpLeaf> strip(String prefix) {
    if (prefix.isEmpty()) {
      return List.copyOf(values);
    }
    List<QmpLeaf> out = new ArrayList<>();
    for (QmpLeaf value : values) {
      if (value.path().startsWith(prefix)) {
        out.add(new QmpLeaf(value.path().substring(prefix.length()), value.text()));
      }
    }
    return List.copyOf(out);
  }
}
