// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.rpc;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.MessageIssueHandler;
import org.eclipse.lsp4j.jsonrpc.MessageProducer;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages framed as LSP and DAP have them: header lines that end in CRLF, an empty line, and
 * {@code Content-Length} bytes of JSON in UTF-8. What is no message is answered with an error, and
 * reading goes on after it; it ends with the input.
 */
public final class FrameReader implements MessageProducer {
  /** The largest message that is believed: the text of a large document in JSON. */
  private static final int LARGEST = 256 << 20;

  private static final int LONGEST_HEADER = 8 * 1024;
  private static final String LENGTH = "content-length:";

  /** Instead of a length: the input has ended, or the header tells none. */
  private static final long END = -1;

  private static final long NONE = -2;

  /** Tells the client what was wrong with something that has no id to be answered by. */
  @FunctionalInterface
  public interface Complaint {
    void send(ResponseErrorCode code, String sentence);
  }

  private final InputStream in;
  private final MessageJsonHandler json;
  private final MessageIssueHandler issues;
  private final Complaint complaint;

  /** A reader; {@code issues} answers messages that have an id and are wrong otherwise. */
  public FrameReader(
      InputStream in, MessageJsonHandler json, MessageIssueHandler issues, Complaint complaint) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.json = json;
    this.issues = issues;
    this.complaint = complaint;
  }

  @Override
  public void listen(MessageConsumer consumer) {
    try {
      while (true) {
        long length = header();
        if (length == END) {
          return;
        }
        if (length < 0) {
          complaint.send(ResponseErrorCode.ParseError, "a message needs a Content-Length header");
        } else if (length > LARGEST) {
          complaint.send(
              ResponseErrorCode.ParseError,
              "a message of " + length + " bytes is too large; " + LARGEST + " are allowed");
          in.skipNBytes(length);
        } else {
          deliver(in.readNBytes((int) length), (int) length, consumer);
        }
      }
    } catch (IOException e) {
      // The client has gone, in the middle of a message or not: the conversation is over.
    }
  }

  private void deliver(byte[] body, int length, MessageConsumer consumer) throws IOException {
    if (body.length < length) {
      throw new EOFException();
    }
    try {
      consumer.consume(json.parseMessage(new String(body, StandardCharsets.UTF_8)));
    } catch (MessageIssueException e) {
      issues.handle(e.getRpcMessage(), issues(e));
    } catch (RuntimeException e) {
      // The parser refuses what is no JSON; a reply must not fail because of what a handler threw.
      complaint.send(ResponseErrorCode.ParseError, "this is not a message: " + brief(e));
    }
  }

  /** What is wrong with a request that was read as such is wrong with its params. */
  private static List<MessageIssue> issues(MessageIssueException e) {
    if (!(e.getRpcMessage() instanceof RequestMessage request) || request.getMethod() == null) {
      return e.getIssues();
    }
    List<String> texts = new ArrayList<>();
    e.getIssues().forEach(issue -> texts.add(issue.getText()));
    return List.of(
        new MessageIssue(
            String.join(" ", texts), ResponseErrorCode.InvalidParams.getValue(), null));
  }

  /** The length that a header tells, {@link #NONE}, or {@link #END}. */
  private long header() throws IOException {
    long length = NONE;
    while (true) {
      String line = line();
      if (line == null) {
        return END;
      }
      if (line.isEmpty()) {
        return length;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = number(line.substring(LENGTH.length()).trim());
      }
    }
  }

  private @Nullable String line() throws IOException {
    StringBuilder out = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      if (c == '\n') {
        return out.toString();
      }
      if (c != '\r' && out.length() < LONGEST_HEADER) {
        out.append((char) c);
      }
    }
  }

  private static long number(String digits) {
    try {
      long value = Long.parseLong(digits);
      return value < 0 ? NONE : value;
    } catch (NumberFormatException e) {
      return NONE;
    }
  }

  private static String brief(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String text = String.valueOf(cause.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
