// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TransferSwitch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the QMP conversation says of backend transfer being switched on. */
final class Switches {
  private final Map<String, List<Change>> changes = new HashMap<>();

  /** A setting of transfer; without evidence if it was switched off. */
  private record Change(long timeNs, Evidence on) {}

  Switches(List<QmpMessage> messages) {
    // Once, since it is asked for each window and there are many other messages.
    for (QmpMessage message : messages) {
      if (message.kind() == QmpMessage.Kind.COMMAND) {
        note(message);
      }
    }
  }

  private void note(QmpMessage message) {
    for (TransferSwitch.Setting setting : TransferSwitch.settings(message)) {
      if (setting.known() != null) {
        String text = setting.kind().name().toLowerCase(Locale.ROOT) + " ";
        Evidence on =
            setting.on() ? Evidence.of(message.span(), text + setting.name() + " on") : null;
        changes
            .computeIfAbsent(message.who(), who -> new ArrayList<>())
            .add(new Change(message.timeNs(), on));
      }
    }
  }

  /**
   * The command that switched transfer on in a process before a time, or null.
   *
   * @param beforeNs -1 for any time
   */
  Evidence on(String who, long beforeNs) {
    Evidence found = null;
    for (Change change : changes.getOrDefault(who, List.of())) {
      if (beforeNs < 0 || change.timeNs() < 0 || change.timeNs() <= beforeNs) {
        found = change.on();
      }
    }
    return found;
  }
}
