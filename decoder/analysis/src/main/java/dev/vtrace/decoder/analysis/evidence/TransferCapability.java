// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TransferSwitch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the QMP conversations say of backend transfer being switched on, in each QEMU at each
 * moment. What was set stays set until it is changed.
 */
public final class TransferCapability {
  private final Map<String, List<Change>> changes = new HashMap<>();

  /**
   * A switch that is on.
   *
   * @param value what it is set to; of a list, all of it
   * @param evidence the message that says so
   */
  public record On(String value, Evidence evidence) {}

  /** A switch and what it is from here on; null if it is off. */
  private record Change(QmpMessage message, String name, On on) {}

  /** Reads the conversations, each in its order. */
  public TransferCapability(List<QmpMessage> messages) {
    // Once, since it is asked for each window and there are many other messages.
    for (QmpMessage message : messages) {
      if (message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
        note(message);
      } else if (message.kind() == QmpMessage.QmpMessageKind.ERROR) {
        refused(message);
      }
    }
  }

  private void note(QmpMessage message) {
    Map<String, On> told = new TreeMap<>();
    for (TransferSwitch.Setting setting : TransferSwitch.settings(message)) {
      if (setting.known() != null && !setting.on()) {
        told.put(setting.name(), null);
      } else if (setting.known() != null) {
        String text = setting.kind().name().toLowerCase(Locale.ROOT) + " " + setting.name();
        On before = told.get(setting.name());
        String value = before == null ? setting.value() : before.value() + " " + setting.value();
        told.put(setting.name(), new On(value, Evidence.of(message.span(), text + " on")));
      }
    }
    List<Change> all = changes.computeIfAbsent(message.who(), who -> new ArrayList<>());
    told.forEach((name, on) -> all.add(new Change(message, name, on)));
  }

  /** A command that is answered with an error has set nothing. */
  private void refused(QmpMessage error) {
    List<Change> all = changes.getOrDefault(error.who(), List.of());
    QmpMessage last = all.isEmpty() ? null : all.get(all.size() - 1).message();
    boolean same = last != null && last.name().equals(error.name()) && last.id().equals(error.id());
    while (same && !all.isEmpty() && all.get(all.size() - 1).message() == last) {
      all.remove(all.size() - 1);
    }
  }

  /**
   * What is on in a QEMU at a time, by name.
   *
   * @param who what the transcript calls it
   * @param atNs -1 for the end of the transcript
   */
  public SortedMap<String, On> inForce(String who, long atNs) {
    SortedMap<String, On> out = new TreeMap<>();
    for (Change change : changes.getOrDefault(who, List.of())) {
      long time = change.message().timeNs();
      if (atNs >= 0 && time > atNs) {
        continue;
      }
      if (change.on() == null) {
        out.remove(change.name());
      } else {
        out.put(change.name(), change.on());
      }
    }
    return out;
  }

  /** The message that switched transfer on in a QEMU, as it is at a time; null if it is off. */
  public Evidence on(String who, long atNs) {
    Evidence found = null;
    for (On on : inForce(who, atNs).values()) {
      found = on.evidence();
    }
    return found;
  }
}
