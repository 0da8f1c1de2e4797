// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

/**
 * A file of evidence, and how much of it was understood.
 *
 * @param file its name in the capture
 * @param kind what it was taken for
 * @param records lines of a log or of system calls, messages of a conversation; 1 for a stream
 * @param understood how many of them tell something: events, messages, lines that QEMU, libvirt or
 *     a back-end wrote
 */
public record FileRead(String file, String kind, long records, long understood) {
  /** What to say of a file that tells nothing, or null if it does. */
  public String refusal() {
    if (understood > 0) {
      return null;
    }
    if (records == 0) {
      return file + ": holds nothing that is understood, so it tells nothing";
    }
    String lines = records == 1 ? "its only line is not" : "none of its " + records + " lines is";
    return file + ": " + lines + " of QEMU or of a back-end, so it tells nothing";
  }
}
