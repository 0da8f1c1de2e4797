// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.SessionStep;

/** Turns records into places that a reader can look up. */
public final class EvidencePlaces {
  /** Longer than any sentence of QEMU; what is longer is no sentence. */
  private static final int LONGEST = 500;

  /** Fields of a message are named up to here. */
  private static final int FIELDS = 160;

  private EvidencePlaces() {}

  public static Evidence of(SessionStep step) {
    StringBuilder text = new StringBuilder(step.message().name());
    if (step.message().isReply()) {
      text.append(" reply");
    }
    for (MessageField field : step.decoded().fields()) {
      if (text.length() > FIELDS) {
        break;
      }
      text.append(' ').append(field.name()).append('=').append(field.text());
    }
    return of(step.message().span(), text.toString());
  }

  public static Evidence of(TraceEvent event) {
    return of(event.span(), event.line());
  }

  public static Evidence of(LogLine line) {
    return of(line.span(), line.text());
  }

  public static Evidence of(Connection.Turn turn) {
    return of(turn.first().span(), turn.first().name() + " of process " + turn.process());
  }

  public static Evidence of(WireEvent event) {
    return of(
        event.span(), "connection closed" + (event.why().isEmpty() ? "" : ": " + event.why()));
  }

  /** A QMP message with the one leaf that matters, if any. */
  public static Evidence of(QmpMessage message, String leaf) {
    String who = message.who().isEmpty() ? "" : message.who() + ": ";
    return of(message.span(), who + message.name() + (leaf.isEmpty() ? "" : " " + leaf));
  }

  public static Evidence of(SourceSpan span, String text) {
    return new Evidence(span.file(), span.line(), span.offset(), shown(text));
  }

  /** A text as it is quoted: whole, or cut between words where no sentence is so long. */
  public static String shown(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int space = text.lastIndexOf(' ', LONGEST);
    return text.substring(0, space < LONGEST / 2 ? LONGEST : space) + " ...";
  }

  /** A place in a binary file. */
  public static Evidence at(String file, long offset, String text) {
    return new Evidence(file, -1, offset, text);
  }
}
