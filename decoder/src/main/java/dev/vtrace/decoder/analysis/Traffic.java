// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.vhostuser.Session;
import java.util.ArrayList;
import java.util.List;

/** A recorded vhost-user connection. */
final class Traffic {
  final String file;
  final String name;
  final Session session;

  /** Requests of the front-end, in order. */
  final List<Hit> hits = new ArrayList<>();

  /** Whose it is where the capture says so, else empty. */
  final String owner;

  /** Whether the recording has the end of the connection. */
  boolean closed;

  long openNs = -1;
  long lastNs = -1;

  /** The process whose system calls show it; empty where a proxy recorded it. */
  String seenBy = "";

  Traffic(String file, String name, String owner, Session session) {
    this.file = file;
    this.name = name;
    this.owner = owner;
    this.session = session;
  }

  String label() {
    return name.isEmpty() ? file : file + "#" + name;
  }

  /** Whether messages between these times would be in the recording. */
  boolean covers(long beginNs, long endNs) {
    return beginNs >= 0 && openNs >= 0 && openNs <= beginNs && (endNs < 0 || endNs <= lastNs);
  }
}
