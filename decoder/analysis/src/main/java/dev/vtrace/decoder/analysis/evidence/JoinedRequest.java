// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import org.jspecify.annotations.Nullable;

/**
 * One request of a front-end, with all evidence of it joined. Made by the trace of a process or by
 * the traffic of a connection; {@code Matcher} makes one of two.
 */
public final class JoinedRequest {
  /** The request's number on the main channel, unsigned; -1 for a mark of {@code Segments}. */
  public final long id;

  public final @Nullable Request request;
  public String participant = "";
  public long timeNs = -1;

  /** Position in its log, or -1. */
  public int order = -1;

  public int queue = -1;

  /** Features, or whether a ring is enabled; -1 where only a trace tells. */
  public long value = -1;

  public boolean awaited;
  public boolean answered;
  public boolean refused;
  public @Nullable Evidence trace;
  public @Nullable Evidence socket;
  public @Nullable Evidence reply;

  /** When the reply came, -1 if not known. */
  public long replyNs = -1;

  /** Whether others that were sent before it were not kept. */
  public boolean resumed;

  public @Nullable WindowBuilder window;
  public @Nullable Traffic connection;

  /** Position among the messages of the connection, -1 if it was not seen there. */
  public int step = -1;

  public JoinedRequest(long id, @Nullable Request request) {
    this.id = id;
    this.request = request;
  }

  /** The same message, to be cut into groups without changing where this one is. */
  public JoinedRequest copy(int place) {
    JoinedRequest copy = new JoinedRequest(id, request);
    copy.timeNs = timeNs;
    copy.value = value;
    copy.queue = queue;
    copy.connection = connection;
    copy.order = place;
    copy.resumed = resumed;
    return copy;
  }

  public String name() {
    return request == null ? "request " + id : request.name();
  }

  /** Whether it is this request or an alternative of it. */
  public boolean is(Request wanted) {
    return request != null && request.doesSameAs(wanted);
  }

  public boolean does(Effect wanted) {
    return effect() == wanted;
  }

  /** What it does; nothing for an unknown request. */
  public Effect effect() {
    return Effect.of(request);
  }

  /** Where it was seen. */
  public Reason where() {
    if (socket == null) {
      return Reason.IN_TRACE;
    }
    boolean logged = connection != null && connection.loggedByBackend;
    return logged ? Reason.IN_BACKEND_LOG : Reason.ON_SOCKET;
  }

  /** The window that begins here; only of a mark. */
  public WindowBuilder mark() {
    return requireNonNull(window);
  }

  public Evidence first() {
    return socket != null ? socket : requireNonNull(trace);
  }
}
