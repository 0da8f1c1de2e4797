// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.messages.PrintedNumbers;
import dev.vtrace.decoder.messages.Utterance;
import org.jspecify.annotations.Nullable;

/**
 * What QEMU says when PCI configuration space does not fit on load: {@code Bad config data: i=0x9a
 * read: 1 device: 2 ...}.
 *
 * @param at offset in configuration space
 * @param read the byte in the stream
 * @param device the byte that the device has
 */
public record BadConfigData(int at, int read, int device) {
  /** What a line says, or null if it says something else. */
  public static @Nullable BadConfigData of(String line) {
    if (!line.contains("onfig data: i=")) {
      return null;
    }
    for (MessageMatch match : MessageTable.read(Utterance.of(line).body(), false)) {
      if (match.row().code() == Code.CONFIG_SPACE_DIFFERS) {
        return of(match);
      }
    }
    return null;
  }

  public static BadConfigData of(MessageMatch match) {
    return new BadConfigData(number(match, "at"), number(match, "there"), number(match, "here"));
  }

  private static int number(MessageMatch match, String name) {
    return (int) PrintedNumbers.hex(match.value(name));
  }
}
