// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which trace events a running QEMU has; nothing is switched. */
public final class OfferedEvents {
  private OfferedEvents() {}

  /**
   * Full names of the events that match, in their order, without those that are compiled out.
   *
   * @param patterns names with {@code *} for anything
   * @throws QmpException if the connection fails
   */
  public static List<String> of(QmpClient qmp, List<String> patterns) throws QmpException {
    TreeSet<String> out = new TreeSet<>();
    for (String pattern : patterns) {
      QmpMessage reply;
      try {
        reply = qmp.execute("trace-event-get-state", Map.of("name", pattern));
      } catch (QmpException e) {
        if (e.kind() == QmpException.QmpFailure.REFUSED) {
          continue;
        }
        throw e;
      }
      for (int i = 0; reply.value("return[" + i + "].name") != null; i++) {
        if (!"unavailable".equals(reply.value("return[" + i + "].state"))) {
          out.add(reply.value("return[" + i + "].name"));
        }
      }
    }
    return List.copyOf(out);
  }
}
