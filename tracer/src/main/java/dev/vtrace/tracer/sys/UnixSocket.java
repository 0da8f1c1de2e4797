// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

/**
 * One end of a connection, or a listening socket.
 *
 * @param inode by which {@code /proc/PID/fd} names it
 * @param peer inode of the other end, 0 if there is none
 * @param name path or {@code @name} that it is bound to, empty for none; a socket that was accepted
 *     has the name of the one that listens
 * @param file inode of the file at that path, 0 for none; unlike the name it is the same from
 *     everywhere
 */
public record UnixSocket(long inode, boolean listening, long peer, String name, long file) {
  /** TCP_LISTEN of {@code <net/tcp_states.h>}, which UNIX sockets use too. */
  static final int LISTENING = 10;
}
