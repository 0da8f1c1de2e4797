// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpReplyMatcher;
import dev.vtrace.decoder.trace.line.LibvirtCopies;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds QMP in lines whose wrappers are taken off, in every form in which people have it:
 *
 * <pre>{"t_ns": 1, "who": "src", "dir": "out", "msg": {"execute": "stop"}}    vtrace
 * {"execute": "stop"}                                                  also over several lines
 * qemuMonitorSend:864 : QEMU_MONITOR_SEND_MSG: mon=0x7f73 msg={...}    libvirtd
 * qemuMonitorJSONIOProcessLine:220 : Line [{...}]                      libvirtd
 * handle_qmp_command mon 0x5586 req: {"execute": "stop"}               QEMU's trace
 * event MIGRATION for domain 'vm1': {"status":"failed"}                virsh
 * (monitor vm1.qmp) Send command: {'execute': 'stop'}                  avocado</pre>
 */
public final class QmpText {
  /** Members that a message begins with. */
  private static final String[] FIRST = {
    "execute", "exec-oob", "return", "error", "event", "timestamp", "QMP", "id"
  };

  /** What stands before the message in a line of vtrace. */
  private static final String RECORDED = "\"msg\": ";

  private final QmpReplyMatcher conversation;
  private final LibvirtCopies copies = new LibvirtCopies();
  private final MonitorText monitor;
  private final PrettyJson pretty = new PrettyJson();

  @SuppressWarnings("NullAway.Init")
  private SourceSpan begun;

  private long begunNs;
  private boolean cut;
  private boolean part;
  private boolean followed;
  private @Nullable SourceSpan lost;

  /** Messages go to the sink, replies with the name of the command that they answer. */
  QmpText(Consumer<? super QmpMessage> sink) {
    this.conversation = new QmpReplyMatcher(sink);
    this.monitor = new MonitorText(conversation);
  }

  /** How many messages were found. */
  long count() {
    return conversation.count();
  }

  /** Whether any message has the time at which it was recorded. */
  boolean timed() {
    return conversation.timed();
  }

  /** Whether the last line that was taken holds a message that is not whole. */
  boolean cut() {
    return cut;
  }

  /** Whether the last line that was taken ends inside its message, whatever that is. */
  boolean part() {
    return part;
  }

  /** Whether something stands after the message in the last line that was taken. */
  boolean followed() {
    return followed;
  }

  /** Where an object began that was found to have no end; null for none, or if it was asked. */
  @Nullable SourceSpan lost() {
    SourceSpan at = lost;
    lost = null;
    return at;
  }

  /** Whether the lines before were the beginning of an object that goes on. */
  boolean open() {
    return pretty.open();
  }

  /**
   * Takes a line if it is of a conversation.
   *
   * @param prompt whether it stood after the prompt of the human monitor
   */
  boolean accept(byte[] b, int start, int end, long nanos, boolean prompt, SourceSpan span) {
    cut = false;
    part = false;
    followed = false;
    monitor.next();
    if (pretty.open() && pretty.another(b, start, end)) {
      end();
    }
    if (pretty.open()) {
      boolean goesOn = pretty.add(b, start, end);
      if (goesOn && pretty.whole()) {
        byte[] all = pretty.drain();
        message(all, 0, all.length, begunNs, "", begun, false);
      }
      if (goesOn) {
        return true;
      }
    }
    int brace = LogPrefix.find(b, start, end, '{');
    if (prompt || brace != start && monitor.mayBe(b, start, end)) {
      if (monitor.accept(b, start, end, nanos, prompt, span)) {
        return true;
      }
    }
    if (brace < 0) {
      return false;
    }
    String head = brace == start ? "" : new String(b, start, brace - start, StandardCharsets.UTF_8);
    if (pretty.begins(b, brace, end) && (brace == start || arrow(head))) {
      begun = span;
      begunNs = nanos;
      return true;
    }
    if (brace == start) {
      return message(b, start, end, nanos, "", span, true);
    }
    return logged(b, head, brace, end, nanos, span);
  }

  /** Drops an object that never ended. */
  void end() {
    lost = pretty.open() ? begun : lost;
    pretty.clear();
  }

  /** How the Python library of QEMU marks what it sends and receives. */
  private static boolean arrow(String head) {
    return head.endsWith("--> ") || head.endsWith("<-- ");
  }

  private boolean logged(byte[] b, String head, int brace, int end, long nanos, SourceSpan span) {
    boolean libvirt = head.contains("QEMU_MONITOR_") && head.contains("mon=");
    boolean raw = head.endsWith("Line [") || head.endsWith("Send command '");
    if (libvirt || raw) {
      int close = end;
      while (close > brace && b[close - 1] != '}') {
        close--;
      }
      if (close == brace
          || copies.repeated(head, new String(b, brace, close - brace, StandardCharsets.UTF_8))) {
        return close > brace;
      }
      return message(b, brace, close, nanos, libvirt ? after(head, "mon=") : "", span, true);
    }
    if (head.contains("handle_qmp_command mon ") || head.contains("monitor_qmp_respond mon ")) {
      return message(b, brace, end, nanos, after(head, "mon "), span, true);
    }
    QmpMessage event = DomainEvent.of(head, b, brace, end, nanos, span);
    if (event != null) {
      conversation.add(event);
      return true;
    }
    boolean taken = begins(b, brace, end) && message(b, brace, end, nanos, "", span, false);
    // The rest of a line of ours whose beginning is damaged: who said it, and when, is lost.
    cut |= taken && head.endsWith(RECORDED);
    return taken;
  }

  private static String after(String head, String word) {
    int from = head.indexOf(word) + word.length();
    int stop = head.indexOf(' ', from);
    return head.substring(from, stop < 0 ? head.length() : stop);
  }

  /** Whether an object begins with a member of a message. */
  public static boolean begins(byte[] b, int brace, int end) {
    int at = brace + 1;
    while (at < end && b[at] == ' ') {
      at++;
    }
    if (at < end && b[at] == 'u') {
      at++;
    }
    if (at >= end || b[at] != '"' && b[at] != '\'') {
      return false;
    }
    for (String first : FIRST) {
      int close = at + 1 + first.length();
      if (close < end && b[close] == b[at] && LogPrefix.starts(b, at + 1, end, first)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads an object.
   *
   * @param part whether it counts where it is not whole
   */
  private boolean message(
      byte[] b, int start, int end, long nanos, String who, SourceSpan span, boolean part) {
    QmpLeaves leaves = new QmpLeaves();
    boolean python = LogPrefix.find(b, start, Math.min(end, start + 4), '\'') >= 0;
    byte[] json = python ? PythonText.json(b, start, end) : b;
    boolean whole = leaves.read(json, python ? 0 : start, python ? json.length : end);
    String prefix = leaves.get("dir") != null && leaves.has("msg") ? "msg." : "";
    long at = nanos;
    String from = who;
    if (!prefix.isEmpty()) {
      at = QmpReplyMatcher.number(leaves.get("t_ns"));
      from = leaves.get("who") == null ? "" : leaves.get("who");
    }
    QmpMessage message = leaves.message(prefix, span, at, from);
    if (message == null || !whole && !part) {
      return false;
    }
    // An event that ends in the middle has said what it is about.
    cut = !whole && message.kind() != QmpMessage.QmpMessageKind.EVENT;
    this.part = !whole;
    followed = leaves.trailing();
    conversation.add(message);
    return true;
  }
}
