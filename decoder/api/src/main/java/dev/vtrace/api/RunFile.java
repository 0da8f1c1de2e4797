// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file of a capture and what became of it.
 *
 * @param name name in the capture
 * @param kind what its content was recognised as, in words: {@code simpletrace}, {@code QMP}
 * @param participant the QEMU that it is about
 * @param size in bytes, as stored
 * @param records lines, records or messages in it; absent for a stream, for a list of descriptors
 *     and for what was not read
 * @param understood how many of the records tell something; for a stream 1 if any of it was decoded
 * @param notRead why it was not read; absent if it was
 */
public record RunFile(
    String name,
    String kind,
    FileRole role,
    Optional<String> participant,
    long size,
    OptionalLong records,
    long understood,
    Optional<String> notRead) {
  /** What a file is good for in a run. */
  public enum FileRole {
    /** What one QEMU says about itself: a log, a trace, its system calls. */
    TRACE,
    /** A migration stream. */
    STREAM,
    /** The descriptors that were recorded beside a stream. */
    DESCRIPTORS,
    /** vhost-user traffic. */
    SOCKET,
    /** A conversation with QEMU's monitor. */
    QMP,
    /** Declarations of trace events. */
    EVENTS,
    BACKEND_LOG,
    /** Kept in the capture, not read. */
    OTHER
  }

  /** Whether it was read. */
  public boolean read() {
    return notRead.isEmpty();
  }
}
