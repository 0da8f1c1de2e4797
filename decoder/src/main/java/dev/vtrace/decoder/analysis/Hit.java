// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;

/**
 * One request of a front-end, with all evidence of it joined. Made by the trace of a process or by
 * the traffic of a connection; {@link Matcher} makes one of two.
 */
final class Hit {
  /** The request's number on the main channel, unsigned; -1 for a mark of {@link Segments}. */
  final long id;

  final Request request;
  String participant = "";
  long timeNs = -1;

  /** Position in its log, or -1. */
  int order = -1;

  int queue = -1;

  /** Features, or whether a ring is enabled; -1 where only a trace tells. */
  long value = -1;

  boolean awaited;
  boolean answered;
  boolean refused;
  Evidence trace;
  Evidence socket;
  Evidence reply;

  /** When the reply came, -1 if not known. */
  long replyNs = -1;

  Frame frame;
  Traffic connection;

  /** Position among the messages of the connection, -1 if it was not seen there. */
  int step = -1;

  Hit(long id, Request request) {
    this.id = id;
    this.request = request;
  }

  /** The same message, to be cut into groups without changing where this one is. */
  Hit copy(int place) {
    Hit copy = new Hit(id, request);
    copy.timeNs = timeNs;
    copy.value = value;
    copy.queue = queue;
    copy.connection = connection;
    copy.order = place;
    return copy;
  }

  String name() {
    return request == null ? "request " + id : request.name();
  }

  /** Whether it is this request or an alternative of it. */
  boolean is(Request wanted) {
    return request != null && request.doesSameAs(wanted);
  }

  boolean does(Effect wanted) {
    return effect() == wanted;
  }

  /** What it does; nothing for an unknown request. */
  Effect effect() {
    return Effect.of(request);
  }

  /** Where it was seen. */
  Reason where() {
    if (socket == null) {
      return Reason.IN_TRACE;
    }
    boolean logged = connection != null && connection.loggedByBackend;
    return logged ? Reason.IN_BACKEND_LOG : Reason.ON_SOCKET;
  }

  Evidence first() {
    return socket != null ? socket : trace;
  }
}
