// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TransferSwitch;
import java.util.List;

/** What the QMP conversation says of backend transfer being switched on. */
final class Switches {
  private final List<QmpMessage> messages;

  Switches(List<QmpMessage> messages) {
    this.messages = messages;
  }

  /**
   * The command that switched transfer on in a process before a time, or null.
   *
   * @param beforeNs -1 for any time
   */
  Evidence on(String who, long beforeNs) {
    Evidence found = null;
    for (QmpMessage message : messages) {
      boolean early = beforeNs < 0 || message.timeNs() < 0 || message.timeNs() <= beforeNs;
      if (message.kind() != QmpMessage.Kind.COMMAND || !message.who().equals(who) || !early) {
        continue;
      }
      for (TransferSwitch.Setting setting : TransferSwitch.settings(message)) {
        if (setting.known() != null) {
          String text = setting.kind().name().toLowerCase(java.util.Locale.ROOT) + " ";
          found = setting.on() ? Evidence.of(message.span(), text + setting.name() + " on") : null;
        }
      }
    }
    return found;
  }
}
