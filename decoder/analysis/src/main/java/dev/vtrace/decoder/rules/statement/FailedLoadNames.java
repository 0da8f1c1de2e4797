// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.statement;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.devices.PciState;
import dev.vtrace.decoder.devices.VirtioKind;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.PrintedNumbers;
import dev.vtrace.decoder.rules.model.BadConfigData;
import java.util.List;

/**
 * Names for what a failed load says in numbers. The lines of a failed load come from the inside
 * out, so the device is named by a line after the one that names the value.
 *
 * @param section the device's section, or empty
 * @param state the name of the device's state, or empty
 */
record FailedLoadNames(String section, String state) {
  /** A load fails with fewer lines than this. */
  private static final int MOST = 12;

  /** What the lines from a place on name, up to the end of the failed load. */
  static FailedLoadNames after(List<LogStatement> lines, int from) {
    String section = "";
    String state = "";
    for (int i = from; i < Math.min(lines.size(), from + MOST) && section.isEmpty(); i++) {
      state = state.isEmpty() ? lines.get(i).state() : state;
      section = lines.get(i).section();
      if (lines.get(i).endsLoad()) {
        break;
      }
    }
    return new FailedLoadNames(section, state);
  }

  /** What is in a message of the table by numbers only, by name. */
  String message(MessageMatch match) {
    return switch (requireNonNull(match.row().code())) {
      case GUEST_FEATURES_MISSING ->
          match.value("allowed").isEmpty() ? match.message() : features(match);
      case CONFIG_SPACE_DIFFERS -> config(BadConfigData.of(match));
      case QUEUE_SIZE_DIFFERS ->
          section.isEmpty() ? match.message() : section + ": " + match.message();
      default -> match.message();
    };
  }

  private String features(MessageMatch match) {
    String name = section.isEmpty() ? state : section.substring(section.lastIndexOf('/') + 1);
    FeatureWord word = VirtioKind.of(name.isEmpty() ? state : name).features();
    long lost =
        PrintedNumbers.hex(match.value("guest")) & ~PrintedNumbers.hex(match.value("allowed"));
    if (lost == 0) {
      return match.message();
    }
    String device = section.isEmpty() ? state : section;
    return "the guest uses features"
        + (device.isEmpty() ? "" : " of " + device)
        + " that the destination does not offer: "
        + String.join(", ", word.names(lost));
  }

  private String config(BadConfigData bad) {
    boolean bridge = section.contains("port") || section.contains("bridge");
    String register = PciState.register(bad.at(), bridge);
    String there = register.isEmpty() ? "" : " (" + register + ")";
    return "PCI configuration space differs at 0x"
        + Integer.toHexString(bad.at())
        + (there.isEmpty() && bad.at() >= 0x40 ? " (a capability)" : there)
        + ": the source has 0x"
        + Integer.toHexString(bad.read())
        + ", the destination 0x"
        + Integer.toHexString(bad.device());
  }
}
