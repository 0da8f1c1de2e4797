// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.view;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/**
 * JSON that is sent as it is, members that are null included: the forms of vtrace have such, while
 * those of LSP leave them out.
 */
@JsonAdapter(Tree.Adapter.class)
public record Tree(JsonObject json) {
  private static final TypeAdapter<JsonObject> ELEMENTS = new Gson().getAdapter(JsonObject.class);

  static final class Adapter extends TypeAdapter<Tree> {
    @Override
    public void write(JsonWriter out, Tree tree) throws IOException {
      boolean before = out.getSerializeNulls();
      out.setSerializeNulls(true);
      ELEMENTS.write(out, tree.json());
      out.setSerializeNulls(before);
    }

    @Override
    public Tree read(JsonReader in) {
      return new Tree(JsonParser.parseReader(in).getAsJsonObject());
    }
  }
}
