// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.List;

/**
 * Something that was found, to be shown in a picture that would be empty without it.
 *
 * @param timeNs nanoseconds since the epoch, -1 for none
 * @param name a few characters, such as the code of a finding
 * @param backEnd whether a back-end told it
 * @param failed whether it is an error
 * @param text what was found
 * @param evidence at least one place; the first tells whose it is
 */
public record Mark(
    long timeNs,
    String name,
    boolean backEnd,
    boolean failed,
    String text,
    List<Evidence> evidence) {
  public Mark {
    evidence = List.copyOf(evidence);
  }
}
