// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.capture.Capture;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A copy of a capture without what is private.
 *
 * @param capture the copy, whose files lie in a folder of their own
 * @param files what became of each file, in the order of the original
 * @param replaced how often something of each kind was replaced
 * @param kept kinds that were left as they are
 */
public record Redaction(
    Capture capture, List<File> files, Map<SecretKind, Long> replaced, Set<SecretKind> kept) {
  public Redaction {
    files = List.copyOf(files);
    replaced = Map.copyOf(replaced);
    kept = Set.copyOf(kept);
  }

  /**
   * One file.
   *
   * @param name in the copy
   * @param kind what it is, in words
   * @param before its size, bytes
   * @param after the size of the copy, -1 if it was left out
   * @param why it was left out, empty if it was not
   */
  public record File(String name, String kind, long before, long after, String why) {
    /** Whether it is not in the copy. */
    public boolean leftOut() {
      return after < 0;
    }
  }
}
