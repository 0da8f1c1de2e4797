// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

/** Who wrote a line of a log. */
public enum Speaker {
  /** QEMU, as the program's name at the beginning of its reports tells. */
  QEMU,
  /** A back-end, as the form of the line tells. */
  BACK_END,
  /** libvirt, around the log of a QEMU that it runs. */
  LIBVIRT,
  /** The guest's kernel, on a console that goes to the same place. */
  GUEST,
  /** Nobody that the line's form would tell. */
  UNKNOWN
}
