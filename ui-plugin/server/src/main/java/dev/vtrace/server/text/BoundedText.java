// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.server.stream.CancellationCheck;

/** A line that an expression of somebody is tried on: it is not looked at without end. */
final class BoundedText implements CharSequence {
  private static final int MOST_STEPS = 20_000_000;
  private static final int CHECKED = 1 << 16;

  private final CharSequence text;
  private final CancellationCheck check;
  private int steps;

  /** The expression goes over the line again and again. */
  static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  BoundedText(CharSequence text, CancellationCheck check) {
    this.text = text;
    this.check = check;
  }

  @Override
  public char charAt(int index) {
    if (++steps > MOST_STEPS) {
      throw new TooManySteps();
    }
    if (steps % CHECKED == 0) {
      check.check();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
