// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.text.Landmark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which device a pointer in a log is. The start or stop of a device has a window whose device is
 * known, and the device-level event around it prints the pointer of the same device.
 */
final class DeviceNames {
  private DeviceNames() {}

  /** Names by pointers, as {@code 0x55...}. */
  static Map<String, String> of(Document document, @Nullable OpenRun run) {
    Map<String, String> out = new HashMap<>();
    Input input = document.input(run);
    if (run == null || input == null || document.rendering() != null) {
      return out;
    }
    for (Map.Entry<Long, List<Ref>> entry :
        run.places().lines(input.name(), 0, Long.MAX_VALUE).entrySet()) {
      for (Ref ref : entry.getValue()) {
        Window window = ref instanceof Ref.WindowRef of ? run.windows().get(of.window()) : null;
        if (window == null || window.device().isEmpty()) {
          continue;
        }
        for (Landmark mark : document.file().landmarks().around(entry.getKey() - 1)) {
          String pointer = pointer(mark);
          if (!pointer.isEmpty()) {
            out.putIfAbsent(pointer, window.device());
          }
        }
      }
    }
    return out;
  }

  /** {@code 0x55...} of a landmark, or an empty string. */
  static String pointer(Landmark mark) {
    int colon = mark.device().indexOf(':');
    return colon < 0 ? mark.device() : mark.device().substring(0, colon);
  }
}
