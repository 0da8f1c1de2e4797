// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.setup.QemuSetting.SetupSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the command line of a QEMU apart (qemu-options documentation of QEMU 7.2 to 11.1): options
 * with one or two dashes, values as {@code driver,name=value} with doubled commas, or as JSON.
 */
final class QemuOptions {
  /** The property that says what a device, an object or a machine is. */
  static final String DRIVER = "type";

  /** Options whose values are a list of properties; others are one value. */
  private static final Set<String> LISTS =
      Set.of(
          "device",
          "object",
          "chardev",
          "netdev",
          "blockdev",
          "drive",
          "machine",
          "M",
          "cpu",
          "accel",
          "m",
          "smp",
          "numa",
          "global");

  /** Names of the property that names the thing. */
  private static final List<String> IDS = List.of("id", "node-name");

  private static final int MOST_WORDS = 4096;

  private final List<QemuSetting> settings = new ArrayList<>();
  private final Map<String, Integer> anonymous = new HashMap<>();
  private final Evidence evidence;

  private QemuOptions(Evidence evidence) {
    this.evidence = evidence;
  }

  /** The settings of a command line, the program as its first word. */
  static List<QemuSetting> of(List<String> words, Evidence evidence) {
    QemuOptions line = new QemuOptions(evidence);
    for (int i = 1; i < words.size() && i < MOST_WORDS; i++) {
      String word = words.get(i);
      if (!word.startsWith("-") || word.length() < 2) {
        continue;
      }
      String option = word.startsWith("--") ? word.substring(2) : word.substring(1);
      boolean valued = i + 1 < words.size() && !words.get(i + 1).startsWith("-");
      line.option(option, valued ? words.get(++i) : "");
    }
    return line.settings;
  }

  private void option(String option, String value) {
    if (!LISTS.contains(option)) {
      settings.add(setting(option, "", value));
      return;
    }
    Map<String, String> properties = value.startsWith("{") ? json(value) : pairs(option, value);
    String name = "";
    for (String id : IDS) {
      name = name.isEmpty() ? properties.getOrDefault(id, "") : name;
    }
    String kind = option.equals("M") ? "machine" : option;
    if (name.isEmpty() && !single(kind)) {
      String type = properties.getOrDefault(DRIVER, "");
      int number = anonymous.merge(kind + type, 1, Integer::sum);
      name = type + (number == 1 ? "" : "#" + number);
    }
    String subject = name.isEmpty() ? kind : kind + " " + name;
    properties.forEach(
        (property, each) -> {
          if (!IDS.contains(property)) {
            settings.add(setting(subject, property, each));
          }
        });
  }

  private static boolean single(String option) {
    return switch (option) {
      case "machine", "cpu", "accel", "m", "smp" -> true;
      default -> false;
    };
  }

  private QemuSetting setting(String subject, String property, String value) {
    return new QemuSetting(SetupSource.COMMAND_LINE, subject, property, value, evidence);
  }

  private static Map<String, String> pairs(String option, String value) {
    Map<String, String> out = new LinkedHashMap<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i <= value.length(); i++) {
      boolean end = i == value.length();
      boolean doubled = !end && value.startsWith(",,", i);
      if (end || value.charAt(i) == ',' && !doubled) {
        pair(out, part.toString());
        part.setLength(0);
      } else {
        part.append(value.charAt(i));
        i += doubled ? 1 : 0;
      }
    }
    String driver = out.remove(option.equals("object") ? "qom-type" : "driver");
    if (driver != null) {
      out.putIfAbsent(DRIVER, driver);
    }
    return out;
  }

  private static void pair(Map<String, String> out, String part) {
    int equals = part.indexOf('=');
    if (part.isEmpty()) {
      return;
    }
    if (equals > 0) {
      out.put(part.substring(0, equals), part.substring(equals + 1));
    } else {
      out.put(out.isEmpty() ? DRIVER : part, out.isEmpty() ? part : "on");
    }
  }

  /** The members of an object, those of objects in it with their paths. */
  private static Map<String, String> json(String value) {
    Map<String, String> out = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(value)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          out.put(path.substring(1).replace('/', '.'), parser.getText());
        }
      }
    } catch (IOException e) {
      return Map.of("value", value);
    }
    for (String driver : List.of("driver", "qom-type", "backend.type")) {
      String type = out.remove(driver);
      if (type != null) {
        out.putIfAbsent(DRIVER, type);
      }
    }
    return out;
  }
}
