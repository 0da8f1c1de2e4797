// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;

/**
 * What the program around the server does for it, since that has libraries which the server has
 * not.
 */
public interface Services {
  /**
   * Writes a report on a run.
   *
   * @param kept how much of it is kept in memory
   * @param format {@code html}, {@code md} or {@code vtrace}
   * @param keep kinds of secrets that are not replaced
   * @throws IOException if it cannot be written, or there is no such format or kind
   */
  void report(Capture capture, KeptBound kept, String format, Set<String> keep, Path file)
      throws IOException;

  /**
   * Writes a timeline as a page for a browser.
   *
   * @param item that it shows first, by its id; -1 for all of it
   */
  void timeline(Timeline timeline, int item, OutputStream out) throws IOException;

  /** The version to tell clients. */
  String version();
}
