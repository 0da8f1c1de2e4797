// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a client sets, as initialization options or as configuration section {@code vtrace}. Null
 * leaves a setting as it is.
 *
 * @param qemuSource folder of a QEMU source tree; empty for none
 * @param analysisLimitMiB traces that are analysed as a whole
 * @param keepRecords trace events of a file that are kept in memory; 0 for what is usual
 * @param ownCommands whether the client carries out commands and opens {@code vtrace:} documents;
 *     counts as initialization option only
 */
record Settings(
    @Nullable String qemuSource,
    @Nullable Long analysisLimitMiB,
    @Nullable Integer keepRecords,
    @Nullable Boolean ownCommands) {
  private static final Settings NONE = new Settings(null, null, null, null);

  /** Settings in what a client sent; wrong ones are passed over. */
  static Settings of(Object sent) {
    if (!(sent instanceof JsonElement element) || !element.isJsonObject()) {
      return NONE;
    }
    JsonObject object = element.getAsJsonObject();
    JsonElement inner = object.get("vtrace");
    try {
      Settings read =
          new Gson()
              .fromJson(inner != null && inner.isJsonObject() ? inner : object, Settings.class);
      return read == null ? NONE : read;
    } catch (JsonParseException e) {
      return NONE;
    }
  }
}
