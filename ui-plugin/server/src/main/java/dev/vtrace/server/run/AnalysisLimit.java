// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.run.KeptBound;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * How much of a run is read as a whole. What is kept of it in memory has a bound of its own, but
 * reading takes time.
 *
 * @param bytes of traces and traffic; streams do not count
 */
public record AnalysisLimit(long bytes) {
  /** What is read in some minutes. */
  public static final AnalysisLimit USUAL = new AnalysisLimit(8L << 30);

  private static final int EACH = 20 << 10;

  /** A client has to hold the views, too. */
  private static final int MOST_KEPT = 60_000;

  /** Trace events of a file for which a heap has room, with all views of them as JSON. */
  public static KeptBound kept() {
    long room = Runtime.getRuntime().maxMemory() / EACH;
    return new KeptBound((int) Math.max(KeptBound.LEAST_RECORDS, Math.min(MOST_KEPT, room)));
  }

  /** As many as a client wants, or for which there is room if it does not say. */
  public static KeptBound kept(int wanted) {
    return wanted > 0 ? new KeptBound(Math.max(KeptBound.LEAST_RECORDS, wanted)) : kept();
  }

  /** Bytes of traces and traffic. */
  static long size(Capture capture) throws IOException {
    long size = 0;
    for (InputRole role : List.of(InputRole.TRACE, InputRole.SOCKET, InputRole.QMP)) {
      for (Input input : capture.with(role)) {
        size += Files.size(input.path());
      }
    }
    return size;
  }

  /**
   * Refuses a larger run.
   *
   * @param remedy a clause that says what can be done
   * @throws IOException that says so
   */
  public void check(Capture capture, String remedy) throws IOException {
    long size = size(capture);
    if (size > bytes) {
      throw new IOException(
          (size >> 20)
              + " MiB of traces exceed the limit for analysing a run as a whole ("
              + (bytes >> 20)
              + " MiB); "
              + remedy);
    }
  }
}
