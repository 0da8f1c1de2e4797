// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.tracer.attach.EventSets;
import dev.vtrace.tracer.attach.WantedEvent;
import dev.vtrace.tracer.migration.PlanLines.PlanException;
import dev.vtrace.tracer.migration.PlanLines.PlanLine;
import dev.vtrace.tracer.migration.RecordPlan.PlannedQemu;
import dev.vtrace.tracer.migration.RecordPlan.Trigger;
import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.qmp.QmpValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what to record, from options of a command line and from lines of a file, which have the
 * same names:
 *
 * <pre># back-end and both QEMUs
 * backend      qemu-storage-daemon --blockdev ...
 * source       qemu-system-x86_64 -m 1G \
 *              -chardev socket,id=c0,path=vu.sock
 * vhost-user   vu.sock
 * capability   multifd=on</pre>
 *
 * A command is cut into words as a shell does: quotes and backslashes keep spaces together, and
 * {@code ${NAME}} is a variable of the environment.
 */
public final class PlanReader {
  private final Map<PlanSetting, List<String>> values = new EnumMap<>(PlanSetting.class);
  private final Function<String, @Nullable String> environment;
  private final EventSets sets;

  /**
   * A reader.
   *
   * @param sets what may be named in place of patterns of trace events
   */
  public PlanReader(Map<String, String> environment, EventSets sets) {
    this(Map.copyOf(environment)::get, sets);
  }

  /** With the value of each variable, null for one that is not set. */
  PlanReader(Function<String, @Nullable String> environment, EventSets sets) {
    this.environment = environment;
    this.sets = sets;
  }

  /** Takes a setting; a later one takes the place of an earlier one unless there may be several. */
  public void set(PlanSetting setting, String value) {
    List<String> all = values.computeIfAbsent(setting, each -> new ArrayList<>());
    if (!setting.repeatable()) {
      all.clear();
    }
    all.add(value);
  }

  /**
   * Takes the setting of a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  PlanSetting set(PlanLine line) {
    PlanSetting setting = PlanSetting.of(line.name());
    if (setting == null) {
      throw new IllegalArgumentException("unknown setting '" + line.name() + "'");
    }
    if (line.value().isEmpty()) {
      throw new IllegalArgumentException("'" + line.name() + "' has no value");
    }
    set(setting, line.value());
    return setting;
  }

  /**
   * Takes the settings of a file.
   *
   * @throws IllegalArgumentException if a line is none; the message names it
   * @throws IOException if it cannot be read
   */
  public void read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (PlanLine line : PlanLines.of(in)) {
        try {
          set(line);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(at(file, line.line(), e), e);
        }
      }
    } catch (PlanException e) {
      throw new IllegalArgumentException(at(file, e.line(), e), e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": is not text", e);
    }
  }

  private static String at(Path file, int line, IllegalArgumentException e) {
    return file + ":" + line + ": " + e.getMessage();
  }

  /**
   * Checks a value by itself.
   *
   * @throws IllegalArgumentException if it is wrong; the message is a clause
   */
  void check(PlanSetting setting, String value) {
    switch (setting) {
      case BACKEND, SOURCE, DESTINATION -> split(setting, value);
      case CAPABILITY, PARAMETER -> pair(setting, value);
      case WHEN -> trigger(value);
      case AFTER, TIMEOUT -> duration(setting, value);
      default -> {}
    }
  }

  /**
   * All of it.
   *
   * @throws IllegalArgumentException if something is missing or wrong; the message is a clause
   */
  public RecordPlan plan() {
    List<List<String>> backends = new ArrayList<>();
    for (String command : all(PlanSetting.BACKEND)) {
      backends.add(split(PlanSetting.BACKEND, command));
    }
    return new RecordPlan(
        backends,
        side(
            PlanSetting.SOURCE,
            PlanSetting.SOURCE_QMP,
            PlanSetting.SOURCE_LIBVIRT,
            PlanSetting.SOURCE_LOG),
        side(
            PlanSetting.DESTINATION,
            PlanSetting.DESTINATION_QMP,
            PlanSetting.DESTINATION_LIBVIRT,
            PlanSetting.DESTINATION_LOG),
        all(PlanSetting.VHOST_USER),
        pairs(PlanSetting.CAPABILITY),
        pairs(PlanSetting.PARAMETER),
        one(PlanSetting.INCOMING),
        one(PlanSetting.WAIT_FOR),
        all(PlanSetting.WHEN).stream().map(PlanReader::trigger).toList(),
        events(),
        seconds(PlanSetting.AFTER, "1"),
        seconds(PlanSetting.TIMEOUT, "30"));
  }

  private List<String> all(PlanSetting setting) {
    return values.getOrDefault(setting, List.of());
  }

  private String one(PlanSetting setting) {
    List<String> all = all(setting);
    return all.isEmpty() ? "" : all.get(0);
  }

  private PlannedQemu side(
      PlanSetting start, PlanSetting monitor, PlanSetting libvirt, PlanSetting log) {
    String domain = one(libvirt);
    String qmp = domain.isEmpty() ? one(monitor) : MonitorAddress.LIBVIRT + domain;
    List<String> command = split(start, one(start));
    if (command.isEmpty() == qmp.isEmpty()) {
      String name = start.label();
      throw new IllegalArgumentException(
          command.isEmpty()
              ? "missing "
                  + name
                  + ", the command that starts a QEMU, or "
                  + name
                  + "-qmp, the monitor of a running one"
              : name + " and " + name + "-qmp exclude each other");
    }
    return new PlannedQemu(command, qmp, one(log));
  }

  private Map<String, Object> pairs(PlanSetting setting) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (String text : all(setting)) {
      Map.Entry<String, Object> pair = pair(setting, text);
      out.put(pair.getKey(), pair.getValue());
    }
    return out;
  }

  private static Map.Entry<String, Object> pair(PlanSetting setting, String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(
          setting.label() + ": '" + text + "' is not of the form NAME=VALUE");
    }
    String value = text.substring(equals + 1);
    return Map.entry(
        text.substring(0, equals),
        value.startsWith("{") ? QmpValue.Raw.object(value) : QmpValue.of(value));
  }

  /** The event that is waited for has to be on. */
  private List<String> events() {
    List<String> more = new ArrayList<>(all(PlanSetting.EVENTS));
    if (!one(PlanSetting.WAIT_FOR).isEmpty()) {
      more.add(one(PlanSetting.WAIT_FOR));
    }
    return WantedEvent.patterns(sets.patterns(all(PlanSetting.EVENTS_ONLY)), sets.patterns(more));
  }

  private static Trigger trigger(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1) {
      throw new IllegalArgumentException("when: '" + text + "' is not of the form STATUS=COMMAND");
    }
    String[] command = text.substring(equals + 1).strip().split("\\s+", 2);
    Object arguments = command.length == 1 ? Map.of() : QmpValue.Raw.object(command[1]);
    return new Trigger(text.substring(0, equals), command[0], arguments);
  }

  private Duration seconds(PlanSetting setting, String otherwise) {
    String text = one(setting);
    return duration(setting, text.isEmpty() ? otherwise : text);
  }

  private static Duration duration(PlanSetting setting, String text) {
    try {
      double seconds = Double.parseDouble(text);
      if (seconds >= 0 && seconds <= 1_000_000) {
        return Duration.ofMillis(Math.round(seconds * 1000));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        setting.label() + ": '" + text + "' is not a number of seconds");
  }

  private List<String> split(PlanSetting setting, String text) {
    try {
      return new ShellWords(text, environment).all();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting.label() + ": " + e.getMessage(), e);
    }
  }
}
