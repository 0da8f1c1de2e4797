// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TransferSwitch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the QMP transcripts say of backend transfer being switched on, in each QEMU at each moment.
 * What was set stays set until it is changed.
 */
public final class TransferCapability {
  private final Map<String, List<Change>> changes = new HashMap<>();
  private final Map<String, List<Answer>> answers = new HashMap<>();

  /**
   * A switch that is on.
   *
   * @param value what it is set to; of a list, all of it
   * @param evidence the message that says so
   */
  public record On(String value, Evidence evidence) {}

  /** A switch and what it is from here on; null if it is off. */
  private record Change(QmpMessage message, String name, On on) {
    boolean answer() {
      return message.kind() == QmpMessage.QmpMessageKind.REPLY;
    }
  }

  /**
   * All settings of a kind.
   *
   * @param named whether one of them is a switch of transfer, on or off
   */
  private record Answer(QmpMessage message, TransferSwitch.SwitchKind kind, boolean named) {}

  /** Reads the conversations, each in its order. */
  public TransferCapability(List<QmpMessage> messages) {
    // Once, since it is asked for each window and there are many other messages.
    for (QmpMessage message : messages) {
      boolean answer =
          message.kind() == QmpMessage.QmpMessageKind.REPLY
              && message.name().startsWith("query-migrate-");
      if (message.kind() == QmpMessage.QmpMessageKind.COMMAND || answer) {
        note(message, answer);
      } else if (message.kind() == QmpMessage.QmpMessageKind.ERROR) {
        refused(message);
      }
    }
  }

  /** What was set, by this conversation or, as an answer tells, by anybody before. */
  private void note(QmpMessage message, boolean answer) {
    Map<String, On> told = new TreeMap<>();
    List<TransferSwitch.Setting> settings = TransferSwitch.settings(message);
    if (answer && !settings.isEmpty()) {
      // An answer lists all that this QEMU has; what it lacks is not on.
      boolean named = settings.stream().anyMatch(each -> each.known() != null);
      answers
          .computeIfAbsent(message.who(), who -> new ArrayList<>())
          .add(new Answer(message, settings.get(0).kind(), named));
      TransferSwitch.SwitchKind kind = settings.get(0).kind();
      for (TransferSwitch each : TransferSwitch.values()) {
        if (each.kind() == kind) {
          told.put(each.label(), null);
        }
      }
    }
    for (TransferSwitch.Setting setting : settings) {
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
    return inForce(who, atNs, atNs);
  }

  /**
   * What is on in a QEMU in a migration, by name. Capabilities cannot be changed while it runs, so
   * that an answer in it tells what was so from its begin.
   *
   * @param who what the transcript calls it
   * @param beginNs -1 for the end of the transcript
   * @param endNs no earlier than the begin
   */
  public SortedMap<String, On> inForce(String who, long beginNs, long endNs) {
    SortedMap<String, On> out = new TreeMap<>();
    for (Change change : changes.getOrDefault(who, List.of())) {
      long time = change.message().timeNs();
      long until = change.answer() ? endNs : beginNs;
      if (beginNs >= 0 && time > until) {
        continue;
      }
      On on = change.on();
      On known = out.get(change.name());
      boolean confirmed =
          on != null && known != null && change.answer() && known.value().equals(on.value());
      if (on == null) {
        out.remove(change.name());
      } else if (!confirmed) {
        out.put(change.name(), on);
      }
    }
    return out;
  }

  /**
   * The last answer that tells whether transfer is on in a QEMU: it lists a switch, or there are no
   * others than those that it and another answer list.
   *
   * @param untilNs -1 for the end of the transcript
   * @return null where it was not asked
   */
  public @Nullable Evidence answer(String who, long untilNs) {
    Set<TransferSwitch.SwitchKind> kinds = EnumSet.noneOf(TransferSwitch.SwitchKind.class);
    Evidence found = null;
    for (Answer answer : answers.getOrDefault(who, List.of())) {
      if (untilNs < 0 || answer.message().timeNs() <= untilNs) {
        kinds.add(answer.kind());
        boolean all = kinds.size() == TransferSwitch.SwitchKind.values().length;
        boolean tells = answer.named() || all;
        String text = answer.message().name() + " answered";
        found = tells ? Evidence.of(answer.message().span(), text) : found;
      }
    }
    return found;
  }

  /** The message that switched transfer on in a QEMU, as it is at a time; null if it is off. */
  public @Nullable Evidence on(String who, long atNs) {
    Evidence found = null;
    for (On on : inForce(who, atNs).values()) {
      found = on.evidence();
    }
    return found;
  }
}
