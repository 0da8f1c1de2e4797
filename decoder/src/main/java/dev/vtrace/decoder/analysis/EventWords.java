// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.TraceEvent;

/**
 * What the printed arguments of vhost and migration events say. Formats: trace points of QEMU
 * 10.2.2, of the live-backend series v2, and of 11.1; they agree but for the names.
 */
final class EventWords {
  private EventWords() {}

  static Evidence evidence(TraceEvent event) {
    return Evidence.of(event.span(), event.line());
  }

  /** {@code 0x55..a0} of {@code 0x55..a0:virtio-blk vrings:1} and of {@code vdev 0x55..a0}. */
  static String pointer(String text) {
    int start = text.indexOf("0x");
    if (start < 0) {
      return "";
    }
    int end = start;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != ' ') {
      end++;
    }
    return text.substring(start, end);
  }

  /** {@code virtio-blk}. */
  static String name(String text) {
    int colon = text.indexOf(':');
    int end = colon < 0 ? -1 : text.indexOf(' ', colon);
    return colon < 0 ? "" : text.substring(colon + 1, end < 0 ? text.length() : end);
  }

  /** The queue at the end of {@code 0x55..a0:virtio-blk 1}; -1 if it is cut off. */
  static int queue(String text) {
    return (int) number(text, text.lastIndexOf(' ') + 1);
  }

  /** The number behind a word such as {@code req:}; -1 if there is none. */
  static long after(String text, String word) {
    int at = text.indexOf(word);
    return at < 0 ? -1 : number(text, at + word.length());
  }

  /** {@code flags:0x9} of a message. */
  static int flags(String text) {
    int at = text.indexOf("flags:0x");
    long flags = 0;
    for (int i = at + 8; at >= 0 && i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        break;
      }
      flags = flags << 4 | digit;
    }
    return (int) flags;
  }

  /** The last word: the state of {@code new state completed}. */
  static String last(String text) {
    return text.substring(text.trim().lastIndexOf(' ') + 1).trim();
  }

  private static long number(String text, int start) {
    long value = 0;
    int at = start;
    boolean minus = at < text.length() && text.charAt(at) == '-';
    if (minus) {
      at++;
    }
    int first = at;
    while (at < text.length()
        && at - first < 10
        && text.charAt(at) >= '0'
        && text.charAt(at) <= '9') {
      value = value * 10 + text.charAt(at++) - '0';
    }
    return at == first ? -1 : minus ? -value : value;
  }
}
