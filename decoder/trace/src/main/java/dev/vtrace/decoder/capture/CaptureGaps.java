// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the recorder of a file says that the file lacks. A file of a capture keeps its gaps where it
 * is read by itself: the {@code capture.json} beside it tells them.
 */
public final class CaptureGaps {
  private CaptureGaps() {}

  /**
   * The gaps of a file of a capture.
   *
   * @throws IOException if the description beside the file cannot be read
   */
  public static List<RecordedGap> of(Capture capture, Input input) throws IOException {
    List<RecordedGap> told = capture.gaps(input);
    return told.isEmpty() ? beside(input.path()) : told;
  }

  /**
   * The gaps of a file by the description beside it; none without one.
   *
   * @throws IOException if the description cannot be read
   */
  public static List<RecordedGap> beside(Path file) throws IOException {
    return Manifest.gaps(file);
  }

  /**
   * The holes of a stream by the description beside it.
   *
   * @throws IOException if the description cannot be read
   */
  public static List<StreamHole> holes(Path stream) throws IOException {
    return holes(beside(stream));
  }

  /** The same gaps as holes of a stream; those without a place are none. */
  public static List<StreamHole> holes(List<RecordedGap> gaps) {
    List<StreamHole> out = new ArrayList<>();
    for (RecordedGap gap : gaps) {
      boolean placed = gap.offset() >= 0 && gap.bytes() > 0;
      if (placed && gap.offset() <= Long.MAX_VALUE - gap.bytes()) {
        out.add(new StreamHole(gap.offset(), gap.bytes(), gap.why()));
      }
    }
    return out;
  }
}
