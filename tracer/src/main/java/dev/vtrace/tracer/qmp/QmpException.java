// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import java.io.IOException;

/** The conversation with a QEMU failed. The message is a sentence for people. */
public final class QmpException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum QmpFailure {
    /** QEMU understood, and said no; the connection goes on. */
    REFUSED,
    /** No answer in time; the connection goes on, though it is not likely to answer more. */
    TIMEOUT,
    /** There is no connection any more. */
    LOST
  }

  private final QmpFailure kind;

  QmpException(QmpFailure kind, String message) {
    super(message);
    this.kind = kind;
  }

  public QmpFailure kind() {
    return kind;
  }
}
