// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

/**
 * How much of a run is kept in memory, whatever its size. Of what is more, the least telling is let
 * go, and a finding says so.
 *
 * @param records trace events of a file that are kept; of messages of all connections a third
 */
public record KeptBound(int records) {
  /** About 300 MiB of heap with all that is made of it. */
  public static final int USUAL_RECORDS = 150_000;

  /** Below this, not even one migration would be kept whole. */
  public static final int LEAST_RECORDS = 1_000;

  /** What is kept where nobody asks for more. */
  public static final KeptBound USUAL = new KeptBound(USUAL_RECORDS);

  public KeptBound {
    if (records < LEAST_RECORDS) {
      throw new IllegalArgumentException("at least " + LEAST_RECORDS + " records are kept");
    }
  }

  /** Trace events of one file. */
  public int events() {
    return records;
  }

  /** Messages of all connections together; one with a large payload counts as several. */
  public int messages() {
    return records / 3;
  }
}
