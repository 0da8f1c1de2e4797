// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.setup.QemuSetting.SetupSource;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the monitor of a QEMU reports it: the greeting, and answers to questions. */
final class MonitorSetup {
  private final List<QemuSetting> settings = new ArrayList<>();

  /** Questions about properties that wait for their answers: replies come in their order. */
  private final Deque<QmpMessage> asked = new ArrayDeque<>();

  /** The settings that some messages of one QEMU tell, in their order. */
  static List<QemuSetting> of(List<QmpMessage> messages) {
    MonitorSetup setup = new MonitorSetup();
    messages.forEach(setup::add);
    return setup.settings;
  }

  private void add(QmpMessage message) {
    boolean property = message.name().equals("qom-get");
    if (message.kind() == QmpMessageKind.COMMAND && property) {
      asked.add(message);
    } else if (message.kind() == QmpMessageKind.ERROR && property) {
      asked.poll();
    } else if (message.kind() == QmpMessageKind.GREETING) {
      version(message, "QMP.version.");
    } else if (message.kind() == QmpMessageKind.REPLY) {
      reply(message);
    }
  }

  private void reply(QmpMessage message) {
    switch (message.name()) {
      case "query-version" -> version(message, "return.");
      case "query-migrate-capabilities" ->
          list(message, SetupSource.CAPABILITIES, "capability", "capability", "state");
      case "query-chardev" -> list(message, SetupSource.CHARDEVS, "chardev", "label", "filename");
      case "query-migrate-parameters" -> {
        for (QmpLeaf leaf : message.values()) {
          if (leaf.path().startsWith("return.")) {
            String name = leaf.path().substring("return.".length());
            add(message, SetupSource.PARAMETERS, "parameter", name, leaf.text());
          }
        }
      }
      case "qom-get" -> {
        QmpMessage question = asked.poll();
        String value = message.value("return");
        String path = question == null ? null : question.value("arguments.path");
        String name = question == null ? null : question.value("arguments.property");
        if (value != null && path != null && name != null) {
          String device = path.substring(path.lastIndexOf('/') + 1);
          add(message, SetupSource.PROPERTIES, "device " + device, name, value);
        }
      }
      default -> {}
    }
  }

  private void version(QmpMessage message, String prefix) {
    StringBuilder version = new StringBuilder();
    for (String part : List.of("major", "minor", "micro")) {
      String number = message.value(prefix + "qemu." + part);
      version.append(version.isEmpty() ? "" : ".").append(number == null ? "?" : number);
    }
    String vendor = message.value(prefix + "package");
    if (version.indexOf("?") < 0) {
      version.append(vendor == null || vendor.isEmpty() ? "" : " (" + vendor + ")");
      add(message, SetupSource.VERSION, "QEMU", "version", version.toString());
    }
  }

  /** A list of objects that have a name and a value. */
  private void list(
      QmpMessage message, SetupSource source, String subject, String name, String value) {
    Map<String, String> names = new HashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (QmpLeaf leaf : message.values()) {
      int dot = leaf.path().lastIndexOf('.');
      String parent = dot < 0 ? "" : leaf.path().substring(0, dot);
      String last = leaf.path().substring(dot + 1);
      if (last.equals(name)) {
        names.put(parent, leaf.text());
      } else if (last.equals(value)) {
        values.put(parent, leaf.text());
      }
    }
    values.forEach(
        (parent, text) -> {
          String label = names.get(parent);
          if (label != null) {
            add(message, source, subject, label, text);
          }
        });
  }

  private void add(
      QmpMessage message, SetupSource source, String subject, String property, String value) {
    Evidence evidence = Evidence.of(message.span(), message.name());
    settings.add(new QemuSetting(source, subject, property, value, evidence));
  }
}
