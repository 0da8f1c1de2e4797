// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TransferSwitch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What each QEMU was told about backend transfer before it migrated. */
final class Switches {
  /** One QEMU. */
  static final class Side {
    /** Switches that are on, with their values, and where that was said. */
    final Map<String, String> on = new TreeMap<>();

    Evidence told;

    /** The command that made it a source or a destination, or null. */
    QmpMessage migrates;
  }

  private final Map<String, Side> sides = new LinkedHashMap<>();

  private Switches() {}

  static Switches of(Run run) {
    Switches switches = new Switches();
    for (QmpMessage message : run.qmp()) {
      switches.take(message);
    }
    return switches;
  }

  /** All QEMUs by name. */
  Map<String, Side> sides() {
    return sides;
  }

  boolean anyOn() {
    for (Side side : sides.values()) {
      if (!side.on.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void take(QmpMessage message) {
    Side side = sides.computeIfAbsent(message.who(), who -> new Side());
    boolean command = message.kind() == QmpMessage.Kind.COMMAND;
    String name = message.name();
    if (command && (name.equals("migrate") || name.equals("migrate-incoming"))) {
      side.migrates = message;
    }
    if (message.kind() == QmpMessage.Kind.ERROR || side.migrates != null) {
      return;
    }
    for (TransferSwitch.Setting setting : TransferSwitch.settings(message)) {
      if (setting.known() != null && setting.on()) {
        side.on.merge(setting.name(), setting.value(), (a, b) -> a.equals(b) ? a : a + " " + b);
        side.told = Places.of(message, setting.name() + "=" + setting.value());
      } else if (setting.known() != null) {
        side.on.remove(setting.name());
      }
    }
  }
}
