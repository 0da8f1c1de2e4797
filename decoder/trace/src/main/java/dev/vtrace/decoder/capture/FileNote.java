// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;

/**
 * What is wrong with a file of a capture before it is read: it is not there, is not what it should
 * be, or has another size.
 *
 * @param file the name to show to people
 */
public record FileNote(String file, Diagnostic diagnostic) {
  static FileNote of(String file, Code code, String message) {
    return new FileNote(file, new Diagnostic(code, 0, 0, file, message));
  }

  /** The same of a file that is called otherwise, without what only the original host knows. */
  public FileNote of(String other) {
    String message =
        diagnostic.code() == Code.NOT_READ ? "it cannot be read" : diagnostic.message();
    return of(other, diagnostic.code(), message);
  }
}
