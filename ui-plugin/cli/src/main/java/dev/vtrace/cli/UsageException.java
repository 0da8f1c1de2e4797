// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

/** The command line cannot be understood. The message is one clause without a full stop. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
