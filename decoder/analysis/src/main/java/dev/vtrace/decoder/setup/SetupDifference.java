// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import dev.vtrace.decoder.setup.QemuSetting.SetupSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A property in which two QEMUs differ.
 *
 * @param first the setting of the first one, null where it was not given
 * @param second the setting of the second one, null where it was not given
 */
public record SetupDifference(
    String firstParticipant,
    String secondParticipant,
    SetupSource source,
    String subject,
    String property,
    @Nullable QemuSetting first,
    @Nullable QemuSetting second) {

  /** Options in which two sides of a migration differ by their nature. */
  private static final Set<String> OWN =
      Set.of(
          "name",
          "qmp",
          "mon",
          "monitor",
          "D",
          "d",
          "trace",
          "incoming",
          "S",
          "pidfile",
          "daemonize",
          "display",
          "vnc",
          "spice",
          "msg",
          "L",
          "sandbox",
          "uuid",
          "serial",
          "no-shutdown",
          "gdb",
          "s",
          "run-with",
          "add-fd",
          "boot",
          "rtc",
          "global libvirt");

  /** A difference in words, without the participants: {@code num-queues of device vub0}. */
  public String what() {
    return property.isEmpty() ? subject : property + " of " + subject;
  }

  /** What both were told by the same source and is not the same. */
  public static List<SetupDifference> of(QemuSetup first, QemuSetup second) {
    Set<SetupSource> both = new TreeSet<>(first.sources());
    both.retainAll(second.sources());
    Map<String, QemuSetting> left = byKey(first);
    Map<String, QemuSetting> right = byKey(second);
    Set<String> keys = new LinkedHashSet<>(left.keySet());
    keys.addAll(right.keySet());
    List<SetupDifference> out = new ArrayList<>();
    for (String key : keys) {
      QemuSetting a = left.get(key);
      QemuSetting b = right.get(key);
      QemuSetting any = a == null ? b : a;
      boolean same = a != null && b != null && a.value().equals(b.value());
      if (any != null && !same && both.contains(any.source()) && matters(any, a, b)) {
        out.add(
            new SetupDifference(
                first.participant(),
                second.participant(),
                any.source(),
                any.subject(),
                any.property(),
                a,
                b));
      }
    }
    return withoutRepeats(out);
  }

  /** Of what the monitor was asked, an answer that one side did not give is no difference. */
  private static boolean matters(
      QemuSetting any, @Nullable QemuSetting first, @Nullable QemuSetting second) {
    return any.source() == SetupSource.COMMAND_LINE
        ? !OWN.contains(any.subject())
        : first != null && second != null;
  }

  /** A device that only one side has is one difference, not one for each of its properties. */
  private static List<SetupDifference> withoutRepeats(List<SetupDifference> all) {
    Map<String, Integer> named = new HashMap<>();
    List<SetupDifference> out = new ArrayList<>();
    for (SetupDifference each : all) {
      boolean whole = each.property.equals(QemuOptions.DRIVER);
      if (whole && (each.first == null || each.second == null)) {
        named.put(each.subject, each.first == null ? 2 : 1);
      }
    }
    for (SetupDifference each : all) {
      int side = named.getOrDefault(each.subject, 0);
      boolean part = side == 1 && each.second == null || side == 2 && each.first == null;
      if (!part || each.property.equals(QemuOptions.DRIVER)) {
        out.add(each);
      }
    }
    return out;
  }

  private static Map<String, QemuSetting> byKey(QemuSetup setup) {
    Map<String, QemuSetting> out = new LinkedHashMap<>();
    setup.settings().forEach(setting -> out.put(setting.key(), setting));
    return out;
  }
}
