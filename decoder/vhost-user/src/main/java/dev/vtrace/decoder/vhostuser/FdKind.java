// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * What kind of object a descriptor of a message must be. Source: vhost-user specification,
 * "Ancillary data".
 */
public enum FdKind {
  ANY(""),
  /** A pipe will do where the host has no eventfd: QEMU falls back to it. */
  EVENT("an eventfd"),
  MEMORY("memory that can be mapped"),
  SOCKET("a socket");

  private final String description;

  FdKind(String words) {
    this.description = words;
  }

  /** The kind in words: {@code an eventfd}. */
  public String description() {
    return description;
  }

  /**
   * Whether an object is surely not of this kind.
   *
   * @param kind what the recording says of it, such as {@code eventfd} or {@code /memfd:ram}
   */
  public boolean excludes(String kind) {
    boolean event = kind.contains("eventfd");
    boolean socket = kind.contains("socket");
    boolean file = kind.startsWith("/");
    return switch (this) {
      case EVENT -> socket || file;
      case SOCKET -> event || file;
      case MEMORY -> event || socket;
      case ANY -> false;
    };
  }
}
