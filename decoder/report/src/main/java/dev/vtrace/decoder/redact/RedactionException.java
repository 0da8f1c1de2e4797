// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.io.IOException;

/** A file cannot be copied without what is private, so it is not copied at all. */
final class RedactionException extends IOException {
  private static final long serialVersionUID = 1L;

  RedactionException(String why) {
    super(why);
  }
}
