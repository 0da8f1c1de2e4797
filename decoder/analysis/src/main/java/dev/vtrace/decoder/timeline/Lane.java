// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

/**
 * One row of a timeline.
 *
 * @param label what stands at its left
 * @param participant name of the process, empty for the lane of a stream
 * @param device name of the device, empty where the lane is of more than one
 * @param queue index, -1 where the lane is of no queue
 */
public record Lane(
    int index, LaneKind kind, String label, String participant, String device, int queue) {
  /** What a lane shows. */
  public enum LaneKind {
    /** A QEMU, above its devices. */
    PARTICIPANT("participant"),
    DEVICE("device"),
    QUEUE("queue"),
    /** A connection to a back-end. */
    BACKEND("backend"),
    /** A migration stream, between the two QEMUs. */
    STREAM("stream");

    private final String label;

    LaneKind(String label) {
      this.label = label;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }
  }
}
