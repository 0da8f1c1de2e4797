// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.stream.StreamDecoder;
import org.jspecify.annotations.Nullable;

/** The channels that a migration may have, told apart by their first bytes. */
public enum ChannelKind {
  /** The stream itself. */
  MAIN("main"),
  /** Pages from several threads, in packets. */
  MULTIFD("multifd"),
  /** Pages that the destination waits for, during postcopy. */
  PREEMPT("postcopy-preempt"),
  /** Messages from the destination. */
  RETURN_PATH("return path"),
  /** The connection by which an interrupted postcopy goes on. */
  RESUMED("resumed postcopy"),
  /** Descriptors that a QEMU hands to the one that replaces it. */
  CPR("cpr");

  static final long MULTIFD_MAGIC = 0x1122_3344L;
  static final long CPR_MAGIC = 0x5143_5052L;

  private static final int PAGE = 0x08;
  private static final int ZERO = 0x02;
  private static final int FLAGS = 0xff;
  private static final int END = 0x10;
  private static final int MOST_ENDS = 4096;

  private final String label;

  ChannelKind(String label) {
    this.label = label;
  }

  /** The name in text and JSON. */
  public String label() {
    return label;
  }

  /** What a source holds by its first bytes, or null if it is none of these. */
  public static @Nullable ChannelKind of(ByteSource source) {
    Cursor in = new Cursor(source, 0, source.size());
    long magic = in.peekU32(0);
    if (magic == MULTIFD_MAGIC) {
      return MULTIFD;
    } else if (magic == CPR_MAGIC) {
      return CPR;
    } else if (isReturnPath(in)) {
      return RETURN_PATH;
    } else if (ResumedDecoder.isNext(in)) {
      return RESUMED;
    } else if (isPage(in) || isEnds(in)) {
      return PREEMPT;
    }
    return StreamDecoder.isStream(source) ? MAIN : null;
  }

  /** A message that exists, with the length that it has. */
  private static boolean isReturnPath(Cursor in) {
    if (!in.has(4)) {
      return false;
    }
    int number = in.peek(0) << 8 | in.peek(1);
    int length = in.peek(2) << 8 | in.peek(3);
    ReturnPathMessage message = ReturnPathMessage.of(number);
    return message != null && message.mayHave(length);
  }

  /** Nothing but records that end parts: no page was asked for. */
  private static boolean isEnds(Cursor in) {
    long left = in.remaining();
    if (left == 0 || left > MOST_ENDS || left % 8 != 0) {
      return false;
    }
    for (long at = 0; at < left; at += 8) {
      if (in.peekU32(at) != 0 || in.peekU32(at + 4) != END) {
        return false;
      }
    }
    return true;
  }

  /** A page or zero record that names its block. */
  private static boolean isPage(Cursor in) {
    int length = in.peek(8);
    if (length <= 0 || !in.has(9L + length)) {
      return false;
    }
    int flags = in.peek(7) & FLAGS;
    if (flags != PAGE && flags != ZERO || in.peek(0) != 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int c = in.peek(9 + i);
      if (c < ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
