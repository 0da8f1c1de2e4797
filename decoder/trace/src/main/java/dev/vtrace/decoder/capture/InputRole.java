// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.trace.InputKind;
import org.jspecify.annotations.Nullable;

/** What an input is good for in a run. */
public enum InputRole {
  /** What one QEMU says about itself: a log, a trace, its system calls. */
  TRACE("trace"),
  /** A migration stream. */
  STREAM("stream"),
  /** The descriptors that were recorded beside a stream. */
  DESCRIPTORS("descriptors"),
  /** vhost-user traffic, one connection or several. */
  SOCKET("socket"),
  QMP("qmp"),
  /** Event declarations of the QEMU that wrote the traces. */
  EVENTS("trace-events"),
  BACKEND_LOG("backend-log"),
  /** Kept in a capture, not read here. */
  OTHER("other");

  private final String label;

  InputRole(String label) {
    this.label = label;
  }

  /** The word in {@code capture.json}. */
  public String label() {
    return label;
  }

  /** The role with this word, or null. */
  static @Nullable InputRole of(String label) {
    for (InputRole role : values()) {
      if (role.label.equals(label)) {
        return role;
      }
    }
    return null;
  }

  /** The role that a file of this kind has by its content. */
  public static InputRole of(InputKind kind) {
    switch (kind) {
      case SIMPLETRACE:
      case SIMPLETRACE_TEXT:
      case QEMU_LOG:
      case FTRACE:
      case STRACE:
        return TRACE;
      case MIGRATION_STREAM:
        return STREAM;
      case DESCRIPTORS_JSON:
        return DESCRIPTORS;
      case VHOST_USER_JSON:
      case PCAPNG:
      case PCAP:
        return SOCKET;
      case QMP:
        return QMP;
      case TRACE_EVENTS:
        return EVENTS;
      case BACKEND_LOG:
        return BACKEND_LOG;
      default:
        return OTHER;
    }
  }
}
