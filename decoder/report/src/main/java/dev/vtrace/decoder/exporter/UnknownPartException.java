// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

/** A window or device was asked for that the run does not have; the message names those it has. */
public final class UnknownPartException extends Exception {
  private static final long serialVersionUID = 1;

  UnknownPartException(String message) {
    super(message);
  }
}
