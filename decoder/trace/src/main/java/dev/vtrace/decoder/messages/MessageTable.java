// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All messages that are known. A message may begin a line or come after a colon, as those do that
 * QEMU chains from 10.2 on: {@code load of migration failed: Invalid argument: error while loading
 * state ...: ...}. At each such place the first row that fits counts.
 */
public final class MessageTable {
  /** Tables by family; within a place of a line an earlier row is taken before a later one. */
  private static final List<String> FAMILIES =
      List.of(
          "loads",
          "machine",
          "memory",
          "devices",
          "blockers",
          "saves",
          "vhost-user",
          "vhost",
          "vdpa",
          "connections",
          "channel",
          "postcopy",
          "states",
          "fatal",
          "harmless",
          "backend-libvhost-user",
          "backend-dpdk",
          "backend-spdk",
          "backend-rust",
          "backend-others");

  private static final int MOST_PLACES = 64;
  private static final MessageTable ALL = new MessageTable();

  private record MessageEntry(int order, MessageRow row) {}

  private final List<MessageRow> rows = new ArrayList<>();
  private final Map<Character, List<MessageEntry>> byFirst = new HashMap<>();

  private MessageTable() {
    for (String family : FAMILIES) {
      rows.addAll(new RowReader(family, Resource.lines(family + ".txt")).rows());
    }
    for (int i = 0; i < rows.size(); i++) {
      MessageEntry entry = new MessageEntry(i, rows.get(i));
      rows.get(i).patterns().stream()
          .map(Template::first)
          .distinct()
          .forEach(first -> byFirst.computeIfAbsent(first, f -> new ArrayList<>()).add(entry));
    }
  }

  /** Every row. */
  public static List<MessageRow> rows() {
    return List.copyOf(ALL.rows);
  }

  /**
   * The words that messages and error numbers are made of, in lower case: those of all examples but
   * for what a row captures in them, which may be anybody's.
   */
  public static Set<String> vocabulary() {
    Set<String> out = new HashSet<>();
    for (MessageRow row : ALL.rows) {
      for (String example : row.examples()) {
        String rest = example;
        for (MessageMatch match : read(example, row.backEnd())) {
          for (String capture : match.captures().values()) {
            rest = match.row() == row ? rest.replace(capture, " ") : rest;
          }
        }
        add(out, rest);
      }
      row.patterns().forEach(pattern -> pattern.literalTexts().forEach(text -> add(out, text)));
    }
    Errno.all().forEach(errno -> add(out, errno.name() + " " + errno.text()));
    return out;
  }

  private static void add(Set<String> words, String text) {
    for (String word : text.split("[^A-Za-z]+")) {
      if (word.length() > 1) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
    }
  }

  /**
   * What a message says: the innermost part first, which is nearest to the cause. Empty if none of
   * it is known.
   *
   * @param body the message, without the name of the program that wrote it
   * @param backEnd whether a back-end wrote it, and not QEMU
   */
  public static List<MessageMatch> read(String body, boolean backEnd) {
    List<MessageMatch> out = new ArrayList<>();
    int start = 0;
    for (int place = 0; place < MOST_PLACES && start >= 0; place++) {
      MessageMatch match = ALL.at(body, start, backEnd);
      if (match != null) {
        out.add(match);
      }
      int colon = body.indexOf(": ", start);
      start = colon < 0 ? -1 : colon + 2;
    }
    out.sort(
        Comparator.comparing((MessageMatch match) -> match.row().standing())
            .thenComparing(Comparator.comparingInt(MessageMatch::start).reversed()));
    return out;
  }

  private @Nullable MessageMatch at(String body, int start, boolean backEnd) {
    if (start >= body.length()) {
      return null;
    }
    List<MessageEntry> named =
        byFirst.getOrDefault(Character.toLowerCase(body.charAt(start)), List.of());
    MessageMatch found = null;
    int order = Integer.MAX_VALUE;
    for (List<MessageEntry> entries : List.of(named, byFirst.getOrDefault((char) 0, List.of()))) {
      for (MessageEntry entry : entries) {
        if (entry.order >= order) {
          break;
        }
        MessageMatch match = entry.row.backEnd() == backEnd ? entry.row.match(body, start) : null;
        if (match != null) {
          found = match;
          order = entry.order;
        }
      }
    }
    return found;
  }
}
