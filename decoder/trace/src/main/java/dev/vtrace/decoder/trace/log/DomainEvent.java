// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as virsh qemu-monitor-event prints them: {@code event MIGRATION at 1599507014.201037 for
 * domain 'vm1': {"status":"failed"}}, where the time may be missing.
 */
final class DomainEvent {
  private static final String EVENT = "event ";
  private static final String DOMAIN = " for domain ";

  private DomainEvent() {}

  /** The event, or null if the line is of another kind. */
  static @Nullable QmpMessage of(
      String head, byte[] b, int brace, int end, long nanos, SourceSpan span) {
    int domain = head.indexOf(DOMAIN);
    if (!head.startsWith(EVENT) || domain < 0) {
      return null;
    }
    String name = head.substring(EVENT.length(), domain);
    List<QmpLeaf> values = new ArrayList<>();
    int at = name.indexOf(" at ");
    if (at > 0) {
      String time = name.substring(at + 4);
      int dot = time.indexOf('.');
      if (dot > 0 && digits(time.substring(0, dot)) && digits(time.substring(dot + 1))) {
        values.add(new QmpLeaf("timestamp.seconds", time.substring(0, dot)));
        values.add(new QmpLeaf("timestamp.microseconds", time.substring(dot + 1)));
      }
      name = name.substring(0, at);
    }
    if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('\'') >= 0) {
      return null;
    }
    QmpLeaves leaves = new QmpLeaves();
    leaves.read(b, brace, end);
    for (QmpLeaf value : leaves.values()) {
      values.add(new QmpLeaf("data." + value.path(), value.text()));
    }
    String rest = head.substring(domain + DOMAIN.length());
    int from = rest.startsWith("'") ? 1 : 0;
    int to = from;
    while (to < rest.length() && rest.charAt(to) != '\'' && rest.charAt(to) != ':') {
      to++;
    }
    String who = rest.substring(from, to);
    return new QmpMessage(
        span, nanos, who, QmpMessage.QmpMessageKind.EVENT, name, "", List.copyOf(values));
  }

  private static boolean digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() < 12;
  }
}
