// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;
import java.util.List;

/**
 * A system call that moved bytes over a socket, from strace.
 *
 * @param thread the thread that called, -1 where strace followed one only
 * @param fd the descriptor's number
 * @param socket what strace says of it, as {@code UNIX-STREAM:[178926->180324]}; may be empty
 * @param outgoing whether the traced process sent
 * @param bytes what was moved, as far as strace shows it; nobody changes the array
 * @param missing bytes that were moved after those but are not shown
 * @param passed descriptors that went with it
 */
public record SocketCall(
    SourceSpan span,
    long timeNs,
    long thread,
    String name,
    int fd,
    String socket,
    boolean outgoing,
    byte[] bytes,
    long missing,
    List<PassedDescriptor> passed)
    implements TraceRecord {
  /** A descriptor and what strace says of it. */
  public record PassedDescriptor(int fd, String what) {}
}
