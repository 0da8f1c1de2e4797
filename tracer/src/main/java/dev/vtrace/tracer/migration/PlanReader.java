// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.tracer.attach.WantedEvent;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  /** Lines of a file that are believed. */
  private static final int MOST = 10_000;

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Map<String, String> environment;

  /** All names of settings, and whether one may be given more than once. */
  private static final Map<String, Boolean> SETTINGS =
      Map.ofEntries(
          Map.entry("backend", true),
          Map.entry("source", false),
          Map.entry("destination", false),
          Map.entry("source-qmp", false),
          Map.entry("destination-qmp", false),
          Map.entry("source-libvirt", false),
          Map.entry("destination-libvirt", false),
          Map.entry("source-log", false),
          Map.entry("destination-log", false),
          Map.entry("vhost-user", true),
          Map.entry("capability", true),
          Map.entry("parameter", true),
          Map.entry("incoming", false),
          Map.entry("wait-for", false),
          Map.entry("when", true),
          Map.entry("events", true),
          Map.entry("events-only", true),
          Map.entry("after", false),
          Map.entry("timeout", false));

  public PlanReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Takes a setting; a later one takes the place of an earlier one unless there may be several.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public void set(String name, String value) {
    Boolean several = SETTINGS.get(name);
    if (several == null) {
      throw new IllegalArgumentException("unknown setting '" + name + "'");
    }
    List<String> all = values.computeIfAbsent(name, each -> new ArrayList<>());
    if (!several) {
      all.clear();
    }
    all.add(value);
  }

  /**
   * Takes the settings of a file.
   *
   * @throws IllegalArgumentException if a line is none; the message names it
   * @throws IOException if it cannot be read
   */
  public void read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      StringBuilder whole = new StringBuilder();
      int number = 0;
      int first = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (++number > MOST || line.length() > 1 << 20) {
          throw new IllegalArgumentException(file + ":" + number + ": too long for a description");
        }
        String text = line.strip();
        if (whole.length() == 0) {
          first = number;
          if (text.isEmpty() || text.startsWith("#")) {
            continue;
          }
        }
        boolean more = text.endsWith("\\");
        whole.append(more ? text.substring(0, text.length() - 1) : text).append(' ');
        if (!more) {
          setting(file, first, whole.toString().strip());
          whole.setLength(0);
        }
      }
      if (whole.length() > 0) {
        setting(file, first, whole.toString().strip());
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": is not text", e);
    }
  }

  private void setting(Path file, int line, String text) {
    String[] parts = text.split("\\s+", 2);
    try {
      if (parts.length < 2) {
        throw new IllegalArgumentException("'" + text + "' has no value");
      }
      set(parts[0], parts[1]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  /**
   * All of it.
   *
   * @throws IllegalArgumentException if something is missing or wrong; the message is a clause
   */
  public RecordPlan plan() {
    List<List<String>> backends = new ArrayList<>();
    for (String command : all("backend")) {
      backends.add(splitCommand("backend", command));
    }
    return new RecordPlan(
        backends,
        side("source"),
        side("destination"),
        all("vhost-user"),
        pairs("capability"),
        pairs("parameter"),
        one("incoming"),
        one("wait-for"),
        triggers(),
        events(),
        seconds("after", 1),
        seconds("timeout", 30));
  }

  private List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  private String one(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  private PlannedQemu side(String name) {
    String domain = one(name + "-libvirt");
    String qmp = domain.isEmpty() ? one(name + "-qmp") : MonitorAddress.LIBVIRT + domain;
    List<String> command = splitCommand(name, one(name));
    if (command.isEmpty() == qmp.isEmpty()) {
      throw new IllegalArgumentException(
          command.isEmpty()
              ? "missing "
                  + name
                  + ", the command that starts a QEMU, or "
                  + name
                  + "-qmp, the monitor of a running one"
              : name + " and " + name + "-qmp exclude each other");
    }
    return new PlannedQemu(command, qmp, one(name + "-log"));
  }

  private Map<String, Object> pairs(String name) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (String pair : all(name)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(name + ": '" + pair + "' is not of the form NAME=VALUE");
      }
      String value = pair.substring(equals + 1);
      out.put(
          pair.substring(0, equals),
          value.startsWith("{") ? QmpValue.Raw.object(value) : QmpValue.of(value));
    }
    return out;
  }

  /** The event that is waited for has to be on. */
  private List<String> events() {
    List<String> more = new ArrayList<>(all("events"));
    if (!one("wait-for").isEmpty()) {
      more.add(one("wait-for"));
    }
    return WantedEvent.patterns(all("events-only"), more);
  }

  private List<Trigger> triggers() {
    List<Trigger> out = new ArrayList<>();
    for (String text : all("when")) {
      int equals = text.indexOf('=');
      if (equals <= 0 || equals == text.length() - 1) {
        throw new IllegalArgumentException(
            "when: '" + text + "' is not of the form STATUS=COMMAND");
      }
      String[] command = text.substring(equals + 1).strip().split("\\s+", 2);
      Object arguments = command.length == 1 ? Map.of() : QmpValue.Raw.object(command[1]);
      out.add(new Trigger(text.substring(0, equals), command[0], arguments));
    }
    return out;
  }

  private Duration seconds(String name, int otherwise) {
    String text = one(name);
    if (text.isEmpty()) {
      return Duration.ofSeconds(otherwise);
    }
    try {
      double seconds = Double.parseDouble(text);
      if (seconds >= 0 && seconds <= 1_000_000) {
        return Duration.ofMillis(Math.round(seconds * 1000));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(name + ": '" + text + "' is not a number of seconds");
  }

  private List<String> splitCommand(String name, String text) {
    try {
      return new ShellWords(text, environment).all();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
