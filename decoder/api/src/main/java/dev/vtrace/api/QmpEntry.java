// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message between QEMU's monitor and its client.
 *
 * @param monitor which QEMU, as the transcript names it; may be empty
 * @param name of the command or event; of a reply the command that it answers, where known
 * @param id the identity that the client gave
 * @param values the leaves of the message with their paths
 */
public record QmpEntry(
    OptionalLong timeNs,
    String monitor,
    QmpEntryKind kind,
    String name,
    Optional<String> id,
    List<QmpMember> values,
    EvidencePlace place) {
  public QmpEntry {
    values = List.copyOf(values);
  }

  /** The value at a path, as {@code return.status}. */
  public Optional<String> value(String path) {
    return values.stream()
        .filter(each -> each.path().equals(path))
        .map(QmpMember::text)
        .findFirst();
  }

  /** What a message is. */
  public enum QmpEntryKind {
    GREETING,
    COMMAND,
    REPLY,
    ERROR,
    EVENT
  }

  /**
   * A leaf of a message.
   *
   * @param path members and positions, as {@code arguments.capabilities[0].state}
   * @param text the value, of a string without quotes
   */
  public record QmpMember(String path, String text) {}
}
