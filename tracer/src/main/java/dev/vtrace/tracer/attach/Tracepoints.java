// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trace events of a running QEMU that are switched on for a while. Only those that were off are
 * touched, one by one by their full names, and only those are switched off again.
 */
public final class Tracepoints {
  private final Set<String> enabled = new LinkedHashSet<>();
  private final List<String> lacking = new ArrayList<>();
  private int wereOn;

  /** What to do about the events that this QEMU lacks is the caller's to say. */
  public List<String> lacking() {
    return List.copyOf(lacking);
  }

  /** Names of those that were switched on, and are to be switched off. */
  public Set<String> enabled() {
    return Set.copyOf(enabled);
  }

  /** How many were on before. */
  public int wereOn() {
    return wereOn;
  }

  /**
   * Switches on what matches.
   *
   * @param patterns names with {@code *} for anything
   * @throws QmpException if the connection fails; what was switched on by then is in {@link
   *     #enabled}
   */
  public void enable(QmpClient qmp, List<String> patterns) throws QmpException {
    for (String pattern : patterns) {
      List<String> off = new ArrayList<>();
      if (!matching(qmp, pattern, off)) {
        lacking.add(pattern);
      }
      for (String name : off) {
        // Noted before, so that it is switched off even if the answer gets lost.
        enabled.add(name);
        set(qmp, name, true);
      }
    }
  }

  /** Collects the events that are off; whether there is any of the pattern. */
  private boolean matching(QmpClient qmp, String pattern, List<String> off) throws QmpException {
    QmpMessage reply;
    try {
      reply = qmp.execute("trace-event-get-state", Map.of("name", pattern));
    } catch (QmpException e) {
      // QEMU refuses a name that it does not know, and takes a pattern that matches nothing.
      if (e.kind() == QmpException.QmpFailure.REFUSED) {
        return false;
      }
      throw e;
    }
    boolean any = false;
    for (int i = 0; reply.value("return[" + i + "].name") != null; i++) {
      String name = reply.value("return[" + i + "].name");
      String state = reply.value("return[" + i + "].state");
      // "unavailable": known, but compiled out.
      any |= !"unavailable".equals(state);
      if ("disabled".equals(state)) {
        off.add(name);
      } else if ("enabled".equals(state) && !enabled.contains(name)) {
        wereOn++;
      }
    }
    return any;
  }

  /**
   * Switches off what {@link #enable} has switched on.
   *
   * @throws QmpException if that fails; {@link #enabled} then has what is still on
   */
  public void restore(QmpClient qmp) throws QmpException {
    QmpException first = null;
    for (String name : List.copyOf(enabled)) {
      try {
        set(qmp, name, false);
        enabled.remove(name);
      } catch (QmpException e) {
        first = first == null ? e : first;
        if (e.kind() != QmpException.QmpFailure.REFUSED) {
          break;
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static void set(QmpClient qmp, String name, boolean on) throws QmpException {
    qmp.execute("trace-event-set-state", Map.of("name", name, "enable", on));
  }
}
