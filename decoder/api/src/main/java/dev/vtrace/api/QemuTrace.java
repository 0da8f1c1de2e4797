// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one file says about one QEMU.
 *
 * @param participant the QEMU
 * @param file name in the capture
 * @param eventsLost whether events are known to be missing
 * @param events those that were kept, in the order of the file; each is made when it is asked for
 * @param lines what is no event: errors and warnings of QEMU, output of the guest, damage
 */
public record QemuTrace(
    String participant,
    String file,
    boolean eventsLost,
    List<QemuEvent> events,
    List<QemuLine> lines) {
  /**
   * A line of a log that is no event.
   *
   * @param text the line without its time
   * @param damaged whether it was cut, or mixed with another
   */
  public record QemuLine(OptionalLong timeNs, String text, boolean damaged, EvidencePlace place) {}
}
