// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.StreamJson;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A stream decoded to its JSON, for tests. */
public final class DecodedJson {
  private DecodedJson() {}

  /** Decodes a stream to its JSON. */
  public static JsonNode of(ByteSource source, DescriptorLog log) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StreamJson json = new StreamJson(out, Glob.ALL, false)) {
      new StreamDecoder(source, new StreamOptions(null, log, false)).decode(json);
    }
    return Recordings.json(out.toByteArray());
  }
}
