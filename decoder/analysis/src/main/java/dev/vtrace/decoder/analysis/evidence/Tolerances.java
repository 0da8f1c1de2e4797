// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

/**
 * How far times may differ and still report the same thing, in nanoseconds. All of the analysis
 * goes by these; each is wider than what was seen in recorded runs on busy machines.
 *
 * @param traceEarly a line may be written this long before its message is seen on the socket, where
 *     nothing tells which device the connection is for
 * @param traceEarlyKnown the same where that is known
 * @param preempted the thread may lose the processor this long between a message and its line
 * @param recorderLate a recorder of a socket may be this much late
 * @param window messages may lie this much outside of the window that the trace shows
 * @param speakerNear a message and the line about it are mostly this near, so that they prove who
 *     sent it
 * @param speakerFar and hardly ever farther apart than this
 * @param pause QEMU sends the messages of one start or stop without a longer pause
 * @param monitor what QMP reports may have happened this much earlier or later
 * @param handOverEarly a start may seem to be this much earlier than the stop that it takes over
 *     from, by clocks of two hosts that nothing compares
 * @param handOverLate a hand-over that takes longer has long been given up
 * @param sharedSpread two recorders report the same event at most this much apart
 * @param sharedLate the quickest of them reports it at most this late
 */
public record Tolerances(
    long traceEarly,
    long traceEarlyKnown,
    long preempted,
    long recorderLate,
    long window,
    long speakerNear,
    long speakerFar,
    long pause,
    long monitor,
    long handOverEarly,
    long handOverLate,
    long sharedSpread,
    long sharedLate) {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  public static final Tolerances USED =
      new Tolerances(
          2 * MILLI,
          20 * MILLI,
          250 * MILLI,
          SECOND,
          20 * MILLI,
          5 * MILLI,
          100 * MILLI,
          500 * MILLI,
          500 * MILLI,
          SECOND,
          600 * SECOND,
          5 * MILLI,
          MILLI);
}
