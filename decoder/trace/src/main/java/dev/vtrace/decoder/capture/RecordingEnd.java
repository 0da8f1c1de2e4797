// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tells whether a capture is still being written: its description has no sums until then. */
public final class RecordingEnd {
  private RecordingEnd() {}

  /**
   * Whether the description lists files, and tells the sum of each.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean isComplete(Path folder) throws IOException {
    List<Map<String, String>> files = Manifest.files(folder);
    for (Map<String, String> file : files) {
      if (file.getOrDefault("sha256", "").isEmpty()) {
        return false;
      }
    }
    return !files.isEmpty();
  }
}
