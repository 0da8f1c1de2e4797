// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.trace.line.ProgramName;
import dev.vtrace.decoder.trace.line.TimeText;

/**
 * Takes off what loggers, terminals and mail put around a line: time stamps, the fields of
 * journald, syslog, libvirt, Nova, avocado, klog and container runtimes, prompts, quoting, colours,
 * loggers that write JSON or logfmt, and sentences in which libvirt quotes a line, or an error, of
 * QEMU.
 *
 * <p>Each kind is recognised by its beginning, by scanners that look at a byte a bounded number of
 * times. What is left lies in {@link #buffer} from {@link #start} to {@link #end}, and may hold
 * line ends where a logger had escaped them.
 */
public final class Unwrapper {
  /** Wrappers around each other. */
  private static final int DEPTH = 8;

  private static final String PROMPT = "(qemu) ";

  private static final String[] TAGS = {"[qemu output] ", "[stdlog] ", "[stdout] ", "[stderr] "};

  private final TimeText time = new TimeText();
  private final LogPrefix prefix = new LogPrefix(time);
  private final UnknownFields unknown = new UnknownFields(time);
  private final StructuredLine structured = new StructuredLine();

  @SuppressWarnings("NullAway.Init")
  private byte[] buffer;

  private int start;
  private int end;
  private long nanos;
  private boolean prompt;

  public byte[] buffer() {
    return buffer;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** The time of the innermost wrapper that has one with a zone, or -1. */
  public long nanos() {
    return nanos;
  }

  /** Whether the line stood after the prompt of QEMU's human monitor. */
  public boolean prompted() {
    return prompt;
  }

  /** Whether there was anything to take off. */
  public boolean unwrap(byte[] line, int from, int to) {
    buffer = line;
    start = from;
    end = to;
    nanos = -1;
    prompt = false;
    boolean any = page();
    for (int depth = 0; depth < DEPTH && step(); depth++) {
      any = true;
    }
    any |= fields();
    int quoted = QuotedLine.start(buffer, start, end, time);
    if (quoted > start) {
      start = quoted;
      any = true;
      stamp();
    } else if (ProgramName.end(buffer, start, end) < 0) {
      byte[] error = QuotedError.line(buffer, start, end);
      if (error != null) {
        buffer = error;
        start = 0;
        end = error.length;
        any = true;
      }
    }
    int name =
        ProgramName.end(buffer, start, end) < 0 ? start : ProgramName.base(buffer, start, end);
    any |= name > start;
    start = name;
    return any;
  }

  /** What the source of a web page writes for some letters. */
  private boolean page() {
    byte[] letters = HtmlText.letters(buffer, start, end);
    if (letters == buffer) {
      return false;
    }
    buffer = letters;
    start = 0;
    end = letters.length;
    return true;
  }

  /** Fields of a logger that is not known by name. */
  private boolean fields() {
    boolean own = start >= end || ProgramName.end(buffer, start, end) >= 0;
    if (own || !move(unknown.end(buffer, start, end))) {
      return false;
    }
    stamp();
    return true;
  }

  private boolean step() {
    while (start < end && (buffer[start] == ' ' || buffer[start] == '\t')) {
      start++;
    }
    if (start >= end) {
      return false;
    }
    byte c = buffer[start];
    if (c == 0x1b || buffer[end - 1] == 'm' && colour() || c == '[' && escape(start + 1)) {
      return plain();
    }
    switch (c) {
      case '>':
        return quote();
      case '|':
        return move(start + 1 < end && buffer[start + 1] == ' ' ? start + 2 : -1);
      case '(':
        if (starts(PROMPT)) {
          prompt = true;
          return move(start + PROMPT.length());
        }
        return false;
      case '<':
        return priority() || tagged();
      case '`':
        return code();
      case '[':
        return tag() || move(prefix.labelled(buffer, start, end));
      case '{':
        return structured.json(buffer, start, end) && replace();
      default:
        if (c >= '0' && c <= '9' && stamp()) {
          return true;
        }
        return structured.logfmt(buffer, start, end) && replace()
            || move(prefix.named(buffer, start, end))
            || move(prefix.labelled(buffer, start, end));
    }
  }

  private boolean move(int to) {
    if (to < 0) {
      return false;
    }
    start = to;
    return true;
  }

  private boolean starts(String text) {
    return LogPrefix.starts(buffer, start, end, text);
  }

  /** A time, and what its logger writes after it. */
  private boolean stamp() {
    if (start >= end || !prefix.timed(buffer, start, end)) {
      return false;
    }
    start = prefix.end();
    if (prefix.nanos() >= 0) {
      nanos = prefix.nanos();
    }
    return true;
  }

  private boolean quote() {
    int at = start;
    while (at < end && (buffer[at] == '>' || buffer[at] == ' ')) {
      at++;
    }
    return move(at);
  }

  /** {@code <30>} of the syslog protocol. */
  private boolean priority() {
    int at = start + 1;
    while (at < end && at < start + 4 && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    return at > start + 1 && at < end && buffer[at] == '>' && move(at + 1);
  }

  /** A tag of a web page. */
  private boolean tagged() {
    int after = HtmlText.opened(buffer, start, end);
    if (after < 0) {
      return false;
    }
    start = after;
    end = HtmlText.closed(buffer, start, end);
    return true;
  }

  /** A line that is code in Markdown as a whole. */
  private boolean code() {
    if (LogPrefix.find(buffer, start + 1, end, '`') != end - 1) {
      return false;
    }
    start++;
    end--;
    return true;
  }

  private boolean tag() {
    for (String tag : TAGS) {
      if (starts(tag)) {
        return move(start + tag.length());
      }
    }
    int close = LogPrefix.find(buffer, start, Math.min(end, start + 512), ']');
    if (starts("[pod/")) {
      return close > 0 && close + 1 < end && buffer[close + 1] == ' ' && move(close + 2);
    }
    // The prompt of a shell, after which a program in the background writes.
    return close > 0
        && close + 2 < end
        && (buffer[close + 1] == '$' || buffer[close + 1] == '#')
        && buffer[close + 2] == ' '
        && move(close + 3);
  }

  private boolean replace() {
    buffer = requireNonNull(structured.text());
    start = 0;
    end = buffer.length;
    if (structured.nanos() >= 0) {
      nanos = structured.nanos();
    }
    return true;
  }

  /** Whether the line ends with an escape sequence of a terminal. */
  private boolean colour() {
    for (int i = end - 2; i >= start && end - i < 12; i--) {
      if (buffer[i] == 0x1b) {
        return true;
      }
      if (buffer[i] != '[' && buffer[i] != ';' && (buffer[i] < '0' || buffer[i] > '9')) {
        return false;
      }
    }
    return false;
  }

  private boolean escape(int from) {
    return LogPrefix.find(buffer, from, end, 0x1b) >= 0;
  }

  /** The line without escape sequences of a terminal. */
  private boolean plain() {
    byte[] out = new byte[end - start];
    int length = 0;
    int at = start;
    while (at < end) {
      if (buffer[at] != 0x1b) {
        out[length++] = buffer[at++];
        continue;
      }
      at++;
      if (at < end && buffer[at] == '[') {
        at++;
        while (at < end && (buffer[at] < '@' || buffer[at] > '~')) {
          at++;
        }
      }
      at++;
    }
    buffer = out;
    start = 0;
    end = length;
    return true;
  }
}
