// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.trace.InputKind;
import java.nio.file.Path;

/**
 * One file of a run.
 *
 * @param name the name to show to people
 * @param participant the QEMU that it is about, empty empty if there are several or none
 */
public record Input(Path path, String name, InputKind kind, InputRole role, String participant) {
  /**
   * What several files of one recording have in common: {@code hop1} of {@code hop1-stream.bin}.
   */
  public String group() {
    String file = path.getFileName().toString();
    int dash = file.indexOf("stream");
    return dash > 0 ? file.substring(0, dash) : "";
  }
}
