// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.diagnostics;

/**
 * One finding, as every view shows it.
 *
 * @param code what kind of finding
 * @param offset absolute byte offset in the file that it refers to
 * @param length bytes concerned; 0 for a point
 * @param path the field path, such as {@code 0000:00:01.0/vhost-user-blk/virtio/queues[1]/num}; may
 *     be empty
 * @param message one sentence with the facts of this case
 */
public record Diagnostic(Code code, long offset, long length, String path, String message) {
  /** Severity, from the table. */
  public Severity severity() {
    return code.severity();
  }

  /** What the reader can do about it, from the table. */
  public String hint() {
    return code.hint();
  }
}
