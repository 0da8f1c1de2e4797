// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections as a back-end's own log shows them. A line that names a request shows that it
 * arrived; the lines after it may tell its queue and its value. A log has no messages that its
 * level leaves out, so what is not in it may have been sent all the same.
 */
final class BackendTraffic {
  /** A back-end that listens to more is none. */
  private static final int MAX_CONNECTIONS = 4096;

  /** Names of a queue's number after a request. */
  private static final List<String> QUEUE = List.of("idx", "index", "vq");

  private final String file;
  private final Map<String, Traffic> open = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Traffic> connections = new ArrayList<>();

  BackendTraffic(String file) {
    this.file = file;
  }

  /** Connections with at least one message, in the order of their first. */
  List<Traffic> connections() {
    return List.copyOf(connections);
  }

  void add(BackendLine line) {
    String text = line.text();
    if (text.startsWith("new vhost user connection is ")) {
      open.remove(line.socket());
      return;
    }
    if (line.request() == null) {
      Traffic traffic = open.get(line.socket());
      if (traffic != null) {
        tells(traffic, line);
      }
      return;
    }
    if (line.request().channel() != Channel.MAIN) {
      return;
    }
    Traffic traffic = open.get(line.socket());
    if (traffic == null) {
      if (connections.size() >= MAX_CONNECTIONS) {
        return;
      }
      traffic = new Traffic(connection(name(line.socket())));
      traffic.loggedByBackend = true;
      open.put(line.socket(), traffic);
      connections.add(traffic);
    }
    JoinedRequest request = new JoinedRequest(line.request().id(), line.request());
    request.timeNs = line.timeNs();
    request.connection = traffic;
    request.socket = Evidence.of(line.span(), request.name());
    traffic.requests.add(request);
  }

  private Connection connection(String name) {
    Session none = new Session(diagnostic -> {});
    return new Connection(
        file, name, "", "", none, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private String name(String socket) {
    int number = numbers.merge(socket, 1, Integer::sum);
    return number == 1 ? socket : socket + " " + number;
  }

  /** What a line after a request says of it. */
  private static void tells(Traffic traffic, BackendLine line) {
    JoinedRequest request = traffic.requests.get(traffic.requests.size() - 1);
    Evidence at = request.socket;
    boolean known = request.queue >= 0;
    Effect effect = request.effect();
    boolean features = effect == Effect.FEATURES_SET;
    for (QmpMessage.QmpLeaf value : line.values()) {
      long number = number(value.text());
      if (number < 0) {
        continue;
      }
      String name = value.path();
      if (perRing(effect) && request.queue < 0 && QUEUE.contains(name) && number < 1024) {
        request.queue = (int) number;
      } else if (effect == Effect.RING_ENABLE && request.value < 0 && name.equals("enable")) {
        request.value = number;
      } else if (features && request.value < 0 && (name.equals("features") || name.equals("u64"))) {
        request.value = number;
      } else if (effect == Effect.RING_STOP && name.equals("file") && !request.answered) {
        request.answered = true;
        request.reply = Evidence.of(line.span(), request.name() + " reply " + number);
      }
    }
    if (at != null && !known && request.queue >= 0) {
      request.socket = new Evidence(at.file(), at.line(), at.offset(), describe(request));
    }
  }

  private static String describe(JoinedRequest request) {
    String value =
        request.does(Effect.RING_ENABLE) && request.value >= 0
            ? request.value == 0 ? " off" : " on"
            : "";
    return request.name() + " queue " + request.queue + value;
  }

  private static boolean perRing(Effect effect) {
    return effect.toSetUpRings() || effect.toEachRing();
  }

  /** A number without sign, decimal or after 0x; -1 for anything else. */
  private static long number(String text) {
    boolean hex = text.startsWith("0x");
    String digits = hex ? text.substring(2) : text;
    if (digits.isEmpty() || digits.length() > 16 || Character.digit(digits.charAt(0), 16) < 0) {
      return -1;
    }
    try {
      return Long.parseLong(digits, hex ? 16 : 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
