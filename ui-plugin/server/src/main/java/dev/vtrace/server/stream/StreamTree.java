// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stream as JSON, piece by piece; PROTOCOL.md has the shapes. */
public final class StreamTree {
  private static final int BATCH = 256;

  private final StreamIndex index;
  private final FieldWords words;

  /** A tree over an index. */
  public StreamTree(StreamIndex index) {
    this.index = index;
    this.words = new FieldWords(index.source());
  }

  /**
   * Children of a node.
   *
   * @throws IllegalArgumentException if there is no such node
   */
  public JsonObject children(String id, int from, int count) {
    JsonObject out = state();
    out.addProperty("node", id);
    List<StreamNode> nodes = new ArrayList<>();
    if (id.isEmpty()) {
      int position = Math.max(0, from);
      for (Section section : index.sections(position, position + count)) {
        nodes.add(StreamNode.of(position++, section));
      }
      out.addProperty("total", index.size());
    } else {
      StreamNode node = node(id);
      nodes.addAll(node.children(from, count));
      out.addProperty("total", node.size());
    }
    out.addProperty("from", from);
    out.add("nodes", tree(nodes));
    StreamSummary summary = index.summary();
    if (id.isEmpty() && summary != null) {
      out.add("summary", summary(summary));
    }
    return out;
  }

  private JsonObject state() {
    JsonObject out = new JsonObject();
    long size = index.source().size();
    out.addProperty("size", size);
    out.addProperty("read", index.read(size));
    out.addProperty("complete", index.ended());
    if (index.failure() != null) {
      out.addProperty("failure", String.valueOf(index.failure().getMessage()));
    }
    return out;
  }

  private StreamNode node(String id) {
    try {
      String[] steps = id.split("/", -1);
      int first = Integer.parseInt(steps[0]);
      StreamNode node = StreamNode.of(first, index.sections(first, first + 1).get(0));
      for (int i = 1; i < steps.length; i++) {
        node = node.child(Integer.parseInt(steps[i]));
      }
      return node;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the stream has no node '" + id + "'", e);
    }
  }

  /** The record that holds an offset and the fields in it that do, outermost first. */
  public JsonObject at(long offset) {
    List<StreamNode> path = new ArrayList<>();
    int position = index.at(offset);
    StreamNode node =
        position < 0
            ? null
            : StreamNode.of(position, index.sections(position, position + 1).get(0));
    while (node != null) {
      path.add(node);
      StreamNode inner = null;
      for (int i = 0; i < node.size() && inner == null; i++) {
        StreamNode child = node.child(i);
        boolean holds =
            offset >= child.offset() && offset < child.offset() + Math.max(1, child.length());
        inner = holds ? child : null;
      }
      node = inner;
    }
    JsonObject out = state();
    out.add("nodes", tree(path));
    return out;
  }

  /** Nodes whose label, path or value has a text in it. */
  public JsonObject search(String text, String after, int limit, CancellationCheck check) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<StreamNode> found = new ArrayList<>();
    int[] last = after == null || after.isEmpty() ? new int[0] : positions(node(after).id());
    for (int from = last.length == 0 ? 0 : last[0]; found.size() < limit; from += BATCH) {
      check.check();
      List<Section> batch = index.sections(from, from + BATCH);
      if (batch.isEmpty()) {
        break;
      }
      for (int i = 0; i < batch.size(); i++) {
        search(StreamNode.of(from + i, batch.get(i)), wanted, last, limit, found);
      }
    }
    JsonObject out = state();
    out.add("nodes", tree(found));
    out.addProperty("complete", index.ended() && found.size() < limit);
    return out;
  }

  private void search(
      StreamNode node, String wanted, int[] from, int limit, List<StreamNode> found) {
    if (found.size() >= limit) {
      return;
    }
    boolean later = from.length == 0 || compare(positions(node.id()), from) > 0;
    if (later && matches(node, wanted)) {
      found.add(node);
    }
    for (int i = 0; i < node.size(); i++) {
      search(node.child(i), wanted, from, limit, found);
    }
  }

  private boolean matches(StreamNode node, String wanted) {
    String value = node.field() == null ? "" : words.value(node.field());
    return label(node).toLowerCase(Locale.ROOT).contains(wanted)
        || node.path().toLowerCase(Locale.ROOT).contains(wanted) && node.size() == 0
        || value.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private static int[] positions(String id) {
    String[] steps = id.split("/");
    int[] out = new int[steps.length];
    for (int i = 0; i < steps.length; i++) {
      out[i] = Integer.parseInt(steps[i]);
    }
    return out;
  }

  /** A parent comes before its children. */
  private static int compare(int[] one, int[] two) {
    for (int i = 0; i < Math.min(one.length, two.length); i++) {
      if (one[i] != two[i]) {
        return Integer.compare(one[i], two[i]);
      }
    }
    return Integer.compare(one.length, two.length);
  }

  private static String label(StreamNode node) {
    return node.section() != null ? FieldWords.label(node.section()) : node.own().label();
  }

  private JsonArray tree(List<StreamNode> nodes) {
    JsonArray out = new JsonArray();
    for (StreamNode node : nodes) {
      JsonObject each = new JsonObject();
      each.addProperty("id", node.id());
      each.addProperty("label", label(node));
      each.addProperty("path", node.path());
      each.addProperty("kind", node.section() != null ? "section" : "field");
      if (node.section() != null) {
        each.addProperty("type", node.section().kind().label());
        if (node.section().instance() > 0) {
          each.addProperty("instance", node.section().instance());
        }
      } else {
        field(each, node.own());
      }
      each.addProperty("offset", node.offset());
      each.addProperty("length", node.length());
      each.addProperty("children", node.size());
      out.add(each);
    }
    return out;
  }

  private void field(JsonObject out, Field field) {
    out.addProperty("type", field.type());
    String value = words.value(field);
    if (!value.isEmpty()) {
      out.addProperty("value", value);
    }
    if (field.value() instanceof Value.FlagsValue flags) {
      JsonArray names = new JsonArray();
      flags.names().forEach(names::add);
      out.add("names", names);
    }
    if (field.value() instanceof Value.DescriptorValue descriptor) {
      out.addProperty("fd", descriptor.kind());
    }
    if (field.status() != Field.Status.DECODED) {
      out.addProperty("status", field.status() == Field.Status.OPAQUE ? "opaque" : "truncated");
    }
  }

  private JsonObject summary(StreamSummary summary) {
    JsonObject out = new JsonObject();
    out.addProperty("outcome", summary.outcome().label());
    JsonObject coverage = new JsonObject();
    coverage.addProperty("total", summary.coverage().total());
    coverage.addProperty("decoded", summary.coverage().decoded());
    coverage.addProperty("opaque", summary.coverage().opaque());
    coverage.addProperty("unreachable", summary.coverage().unreachable());
    out.add("coverage", coverage);
    out.addProperty("machine", summary.machine());
    JsonArray capabilities = new JsonArray();
    summary.capabilities().forEach(capabilities::add);
    out.add("capabilities", capabilities);
    out.addProperty("pageSize", summary.pageSize());
    JsonArray fds = new JsonArray();
    for (StreamDescriptor fd : summary.descriptors()) {
      JsonObject each = new JsonObject();
      each.addProperty("index", fd.index());
      each.addProperty("offset", fd.offset());
      each.addProperty("path", fd.path());
      each.addProperty("kind", fd.kind());
      fds.add(each);
    }
    out.add("fds", fds);
    JsonArray diagnostics = new JsonArray();
    for (Diagnostic diagnostic : index.diagnostics()) {
      JsonObject each = new JsonObject();
      each.addProperty("code", diagnostic.code().code());
      each.addProperty("severity", diagnostic.severity().label());
      each.addProperty("offset", diagnostic.offset());
      each.addProperty("length", diagnostic.length());
      each.addProperty("path", diagnostic.path());
      each.addProperty("message", diagnostic.message());
      each.addProperty("hint", diagnostic.hint());
      diagnostics.add(each);
    }
    out.add("diagnostics", diagnostics);
    return out;
  }
}
