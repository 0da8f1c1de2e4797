// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, or that was left out at a place where it would have been. Immutable.
 *
 * @param index position among all steps, first 0
 * @param track id of the track that it lies on
 * @param timeNs nanoseconds since the epoch, -1 if not known
 * @param name of the event, message, operation or section
 * @param canonical the newest name of an event; otherwise the same
 * @param text one line for people
 * @param device name of the device, empty if not known
 * @param queue index, -1 for none
 * @param window the window that it lies in, or null
 * @param operation the operation that it is, or null
 * @param verdict of the operation, where this step is the one that shows it, else null
 * @param frame the innermost frame that is open after it, or null
 * @param opens whether it begins that frame
 * @param evidence where it stands
 */
public record ReplayStep(
    int index,
    int track,
    long timeNs,
    String name,
    String canonical,
    String text,
    String device,
    int queue,
    @Nullable Window window,
    @Nullable Operation operation,
    @Nullable Verdict verdict,
    @Nullable ReplayFrame frame,
    boolean opens,
    Evidence evidence,
    Detail detail) {
  /** How many frames lie around it: a step that begins or ends a frame stands outside of it. */
  public int depth() {
    return ReplayFrame.depth(frame) - (opens ? 1 : 0);
  }

  /** What it is. */
  public StepKind kind() {
    if (detail instanceof Detail.EventDetail) {
      return StepKind.EVENT;
    } else if (detail instanceof Detail.MessageDetail) {
      return StepKind.MESSAGE;
    } else if (detail instanceof Detail.Monitor) {
      return StepKind.QMP;
    }
    return detail instanceof Detail.SectionDetail ? StepKind.SECTION : StepKind.OPERATION;
  }

  /** What a step is. */
  public enum StepKind {
    EVENT("event"),
    MESSAGE("message"),
    QMP("qmp"),
    SECTION("section"),
    OPERATION("operation");

    private final String label;

    StepKind(String label) {
      this.label = label;
    }

    /** The word in conditions and variables. */
    public String label() {
      return label;
    }
  }
}
