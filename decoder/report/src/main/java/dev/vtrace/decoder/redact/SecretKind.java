// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import org.jspecify.annotations.Nullable;

/** What is taken out of evidence unless it is allowed. The labels are what {@code --keep} takes. */
public enum SecretKind {
  MEMORY("memory", "guest memory and disk content"),
  INFLIGHT("inflight", "regions of requests in flight"),
  CRYPTO("crypto", "keys of crypto and network devices"),
  MAC("mac", "MAC addresses"),
  SERIAL("serial", "serial numbers"),
  UUID("uuid", "UUIDs"),
  PATH("path", "paths of files, disks and sockets"),
  HOST("host", "names and addresses of hosts and guests"),
  USER("user", "names of users"),
  SECRET("secret", "passwords and other secrets"),
  DATA("data", "buffers of devices and bytes of unknown meaning"),
  WORD("word", "words that vtrace does not know");

  private final String label;
  private final String meaning;

  SecretKind(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** The word on a command line and in {@code capture.json}. */
  public String label() {
    return label;
  }

  /** A phrase for people. */
  public String meaning() {
    return meaning;
  }

  /** The kind with this label, or null. */
  public static @Nullable SecretKind of(String label) {
    for (SecretKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    return null;
  }
}
