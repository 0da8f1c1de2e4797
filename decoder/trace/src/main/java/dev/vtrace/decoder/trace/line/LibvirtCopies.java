// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.line;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * libvirt logs a message in several forms: when it is queued, as raw bytes, as a line, and when it
 * is understood. The same text in a form that was not seen yet is the same message.
 */
public final class LibvirtCopies {
  private static final int KEPT = 16;

  private static final String[] FORMS = {
    "_SEND_MSG",
    "_IO_WRITE",
    "_IO_SEND_FD",
    "_IO_PROCESS",
    "_RECV_EVENT",
    "_RECV_REPLY",
    "Line [",
    "Send command"
  };

  private final Deque<Copy> recent = new ArrayDeque<>();

  private record Copy(String json, Set<String> forms) {}

  /** Whether a message was there already. */
  public boolean repeated(String head, String json) {
    String form = "";
    for (String each : FORMS) {
      form = head.contains(each) ? each : form;
    }
    for (Copy copy : recent) {
      if (copy.json().equals(json) && copy.forms().add(form)) {
        return true;
      }
    }
    Copy copy = new Copy(json, new HashSet<>());
    copy.forms().add(form);
    recent.add(copy);
    if (recent.size() > KEPT) {
      recent.poll();
    }
    return false;
  }
}
