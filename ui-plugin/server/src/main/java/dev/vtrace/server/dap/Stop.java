// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why and where a run ended.
 *
 * @param reason a word of the protocol, or {@code end}
 * @param description for people
 * @param text more of it, or null
 * @param over whether the client asked to go on past the end
 */
record Stop(
    String reason,
    String description,
    @Nullable String text,
    int track,
    List<Integer> hits,
    boolean over) {
  static Stop of(String reason, String description, int track) {
    return new Stop(reason, description, null, track, List.of(), false);
  }
}
