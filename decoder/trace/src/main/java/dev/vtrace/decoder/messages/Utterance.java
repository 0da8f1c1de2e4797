// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log, with what its form tells. Source: error_vreport of QEMU's util/error-report.c
 * for {@code PROGRAM: [LOCATION: ][warning: |info: ]TEXT}; recorded logs of back-ends for the
 * others.
 *
 * @param speaker who wrote it
 * @param level how bad the writer calls it
 * @param body the line without what stands before the message
 */
public record Utterance(Speaker speaker, LogLevel level, String body) {
  /** How bad a writer calls a line. */
  public enum LogLevel {
    ERROR,
    WARNING,
    INFO,
    /** The form of the line does not say. */
    UNSAID
  }

  /** A mark in a line of a back-end, and the level that it stands for. */
  private record LevelMark(String text, LogLevel level, boolean bodyFollows) {}

  private static final List<LevelMark> MARKS =
      List.of(
          new LevelMark(": *ERROR*: ", LogLevel.ERROR, true),
          new LevelMark(": *WARNING*: ", LogLevel.WARNING, true),
          new LevelMark(": *NOTICE*: ", LogLevel.INFO, true),
          new LevelMark(": *INFO*: ", LogLevel.INFO, true),
          new LevelMark(": *DEBUG*: ", LogLevel.INFO, true),
          new LevelMark("|EMER|", LogLevel.ERROR, true),
          new LevelMark("|ERR|", LogLevel.ERROR, true),
          new LevelMark("|WARN|", LogLevel.WARNING, true),
          new LevelMark("|INFO|", LogLevel.INFO, true),
          new LevelMark("|DBG|", LogLevel.INFO, true),
          new LevelMark(" ERROR **: ", LogLevel.ERROR, true),
          new LevelMark(" CRITICAL **: ", LogLevel.ERROR, true),
          new LevelMark(" WARNING **: ", LogLevel.WARNING, true),
          new LevelMark("-CRITICAL **: ", LogLevel.ERROR, true),
          new LevelMark("-WARNING **: ", LogLevel.WARNING, true),
          new LevelMark(" panicked at ", LogLevel.ERROR, false));

  private static final String DPDK = "VHOST_";

  private static final String JOB = "migration job: ";

  /** Before what libvirt says of a migration itself. */
  private static final String LIBVIRT = "libvirt: " + JOB;

  /** What a host's kernel writes of a process that it ends. */
  private static final String KILLED = "Out of memory: Killed process ";

  /** Programs of QEMU that serve a guest of another one. */
  private static final List<String> BACK_ENDS =
      List.of("qemu-storage-daemon", "qemu-nbd", "qemu-pr-helper", "qemu-vhost");

  /** Reads a line that has no time before it. */
  public static Utterance of(String line) {
    String text = unquoted(line);
    int colon = program(text);
    if (colon > 0) {
      String name = text.substring(text.lastIndexOf('/', colon) + 1, colon);
      boolean back = BACK_ENDS.stream().anyMatch(name::startsWith);
      String body = text.substring(colon + 2);
      return levelled(back ? Speaker.BACK_END : Speaker.QEMU, body);
    }
    if (text.startsWith(LIBVIRT)) {
      return new Utterance(
          Speaker.LIBVIRT, LogLevel.ERROR, text.substring(LIBVIRT.length() - JOB.length()));
    }
    if (text.contains(": shutting down, reason=")
        || text.startsWith("shutting down, reason=")
        || text.contains("starting up libvirt version: ")) {
      int at = Math.max(0, text.indexOf("shutting down, "));
      return new Utterance(Speaker.LIBVIRT, LogLevel.INFO, text.substring(at));
    }
    if (text.startsWith("(qemu") || text.startsWith("(kvm")) {
      // What GLib finds odd in its use is no failure of QEMU.
      return new Utterance(Speaker.QEMU, LogLevel.WARNING, text);
    }
    if (printk(text) && text.contains(KILLED)) {
      return new Utterance(Speaker.UNKNOWN, LogLevel.UNSAID, text.substring(text.indexOf(KILLED)));
    }
    if (printk(text)) {
      return new Utterance(Speaker.GUEST, LogLevel.UNSAID, text);
    }
    Utterance back = backEnd(text);
    return back == null ? new Utterance(Speaker.UNKNOWN, LogLevel.UNSAID, text) : back;
  }

  /**
   * The same line as that of a back-end, which its form showed.
   *
   * @param known how bad it is, {@link LogLevel#UNSAID} for what its words say
   */
  public Utterance byBackEnd(LogLevel known) {
    return new Utterance(Speaker.BACK_END, known == LogLevel.UNSAID ? level : known, body);
  }

  /** What the line says, by the table of messages; the innermost part first. */
  public List<MessageMatch> read(boolean backEndsLog) {
    List<MessageMatch> out = new ArrayList<>();
    switch (speaker) {
      case QEMU, LIBVIRT -> out.addAll(MessageTable.read(body, false));
      case BACK_END -> {
        out.addAll(MessageTable.read(body, true));
        if (out.isEmpty() && level == LogLevel.ERROR) {
          out.addAll(MessageTable.read(body, false));
        }
      }
      case UNKNOWN -> {
        out.addAll(plain(backEndsLog, backEndsLog));
        if (out.isEmpty()) {
          out.addAll(plain(!backEndsLog, false));
        }
      }
      default -> {}
    }
    out.removeIf(one -> !counts(one.row()));
    return out;
  }

  /**
   * What a line without a name says. It has to begin with a message, or with the name of a function
   * or a file before it, and not to be part of what somebody says; in a back-end's log its own
   * messages need no words that nobody else writes.
   */
  private List<MessageMatch> plain(boolean backEnd, boolean own) {
    List<MessageMatch> matches = new ArrayList<>(MessageTable.read(body, backEnd));
    matches.removeIf(one -> !own && (!one.plain() || isSaid(one)));
    boolean begins = matches.stream().anyMatch(one -> symbols(body.substring(0, one.start())));
    return begins ? matches : List.of();
  }

  /** Whether words that QEMU always ends with go on, as people write. */
  private boolean isSaid(MessageMatch match) {
    int at = match.end();
    if (!match.captures().isEmpty() || at >= body.length()) {
      return false;
    }
    boolean word =
        body.charAt(at) == ' ' && at + 1 < body.length() && Character.isLetter(body.charAt(at + 1));
    return word || body.charAt(at) == '?';
  }

  private static boolean symbols(String before) {
    return before.replace(": ", "").indexOf(' ') < 0;
  }

  /** What is only warned of, or told, is no failure unless the table says so. */
  private boolean counts(MessageRow row) {
    boolean weak =
        level == LogLevel.WARNING || level == LogLevel.INFO && speaker != Speaker.LIBVIRT;
    return !weak || row.warns();
  }

  /** Whether QEMU calls it an error. */
  public boolean errorOfQemu() {
    return speaker == Speaker.QEMU && level == LogLevel.ERROR;
  }

  private static Utterance levelled(Speaker speaker, String body) {
    LogLevel level = LogLevel.ERROR;
    String rest = body;
    for (LogLevel weaker : new LogLevel[] {LogLevel.WARNING, LogLevel.INFO}) {
      String word = weaker == LogLevel.INFO ? "info: " : "warning: ";
      int at = body.indexOf(word);
      if (at == 0 || at > 1 && body.startsWith(": ", at - 2) && body.startsWith("-")) {
        level = weaker;
        rest = body.substring(at + word.length());
      }
    }
    return new Utterance(speaker, level, rest);
  }

  private static String unquoted(String line) {
    String text = line.strip();
    int start = 0;
    for (String prompt : List.of("> ", "(qemu) ")) {
      while (text.startsWith(prompt, start)) {
        start += prompt.length();
      }
    }
    return text.substring(start);
  }

  /** Where the name of a QEMU program ends, -1 if the line does not begin with one. */
  private static int program(String text) {
    int colon = text.indexOf(": ");
    int space = text.indexOf(' ');
    if (colon <= 0 || colon + 1 != space) {
      return -1;
    }
    int slash = text.lastIndexOf('/', colon);
    String name = text.substring(slash + 1, colon);
    return name.startsWith("qemu") || name.equals("kvm") ? colon : -1;
  }

  /** {@code [ 1.234567] text}, as Linux prints to its console. */
  private static boolean printk(String text) {
    int close = text.startsWith("[") ? text.indexOf(']') : -1;
    if (close < 8 || close > 24) {
      return false;
    }
    boolean dot = false;
    for (int i = 1; i < close; i++) {
      char c = text.charAt(i);
      dot |= c == '.';
      if (c != ' ' && c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return dot;
  }

  private static @Nullable Utterance backEnd(String text) {
    for (LevelMark mark : MARKS) {
      int at = text.indexOf(mark.text);
      if (at >= 0) {
        String body = mark.bodyFollows ? text.substring(at + mark.text.length()) : text;
        return new Utterance(Speaker.BACK_END, mark.level, dpdk(clock(body)));
      }
    }
    // The time in the brackets may have been taken for that of the line.
    boolean open = text.startsWith("[") || text.startsWith("ERROR ") || text.startsWith("WARN ");
    int close = open ? text.indexOf("] ") : -1;
    if (close > 0) {
      String head = text.substring(text.startsWith("[") ? 1 : 0, close);
      LogLevel level = level(head);
      if (level != LogLevel.UNSAID) {
        return new Utterance(Speaker.BACK_END, level, text.substring(close + 2));
      }
    }
    if (text.startsWith("vu_panic: ") || text.startsWith("PANIC: ")) {
      return new Utterance(Speaker.BACK_END, LogLevel.ERROR, text);
    }
    return text.startsWith(DPDK) && text.contains(": ")
        ? new Utterance(Speaker.BACK_END, LogLevel.UNSAID, dpdk(text))
        : null;
  }

  /** The level in {@code 2026-01-05T10:00:00Z ERROR module}. */
  private static LogLevel level(String head) {
    for (String word : head.split(" ", 8)) {
      switch (word) {
        case "ERROR":
          return LogLevel.ERROR;
        case "WARN":
          return LogLevel.WARNING;
        case "INFO", "DEBUG", "TRACE":
          return LogLevel.INFO;
        default:
          break;
      }
    }
    return LogLevel.UNSAID;
  }

  /** GLib puts a time of day before the text. */
  private static String clock(String body) {
    int end = body.indexOf(": ");
    boolean clock = end > 7 && end < 16 && body.charAt(2) == ':' && body.charAt(5) == ':';
    return clock ? body.substring(end + 2) : body;
  }

  /** {@code VHOST_CONFIG: (/tmp/v.sock) text}. */
  private static String dpdk(String body) {
    int colon = body.startsWith(DPDK) ? body.indexOf(": ") : -1;
    String text = colon < 0 ? body : body.substring(colon + 2);
    int close = colon >= 0 && text.startsWith("(") ? text.indexOf(") ") : -1;
    return close < 0 ? text : text.substring(close + 2);
  }
}
