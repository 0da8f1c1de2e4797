// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.vhostuser.Request;

/**
 * One request of a front-end, with all evidence of it joined. Made by the trace of a process or by
 * the traffic of a connection; {@link Matcher} makes one of two.
 */
final class Hit {
  /** The request's number on the main channel; -1 for a mark of {@link Segments}. */
  final int id;

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

  Hit(int id, Request request) {
    this.id = id;
    this.request = request;
  }

  String name() {
    return request == null ? "request " + Integer.toUnsignedString(id) : request.name();
  }

  boolean is(Request wanted) {
    return request == wanted;
  }

  /** Where it was seen. */
  String where() {
    if (socket == null) {
      return "in the trace";
    }
    return connection != null && connection.loggedByBackend
        ? "in the back-end's log"
        : "on the socket";
  }

  Evidence first() {
    return socket != null ? socket : trace;
  }
}
