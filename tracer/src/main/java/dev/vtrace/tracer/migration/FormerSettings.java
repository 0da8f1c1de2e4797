// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import dev.vtrace.tracer.qmp.QmpValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a running QEMU had for the capabilities and parameters that a plan sets.
 *
 * @param capabilities by name
 * @param parameters by name; those that had no value, or one that is no single word, are not there
 */
record FormerSettings(
    QmpClient side, Map<String, Object> capabilities, Map<String, Object> parameters) {

  /** Asks for the settings of these names. */
  static FormerSettings of(QmpClient side, RecordPlan plan) throws QmpException {
    return new FormerSettings(
        side,
        capabilities(side, plan.capabilities().keySet()),
        parameters(side, plan.parameters().keySet()));
  }

  private static Map<String, Object> capabilities(QmpClient side, Set<String> names)
      throws QmpException {
    Map<String, Object> out = new LinkedHashMap<>();
    if (names.isEmpty()) {
      return out;
    }
    QmpMessage reply = side.execute("query-migrate-capabilities", Map.of());
    for (int i = 0; reply.value("return[" + i + "].capability") != null; i++) {
      String name = reply.value("return[" + i + "].capability");
      if (names.contains(name)) {
        out.put(name, QmpValue.of(String.valueOf(reply.value("return[" + i + "].state"))));
      }
    }
    return out;
  }

  private static Map<String, Object> parameters(QmpClient side, Set<String> names)
      throws QmpException {
    Map<String, Object> out = new LinkedHashMap<>();
    if (names.isEmpty()) {
      return out;
    }
    QmpMessage reply = side.execute("query-migrate-parameters", Map.of());
    for (String name : names) {
      String value = reply.value("return." + name);
      if (value != null) {
        out.put(name, QmpValue.of(value));
      }
    }
    return out;
  }

  /** Sets them as they were. */
  void restore() throws QmpException {
    MigrationRun.set(side, capabilities, parameters);
  }
}
