// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventPurpose;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which side of a migration a log is from, by words that only one side writes: names of trace
 * events, options of the command line, errors of loading and of saving.
 *
 * @param side {@link Sides#SOURCE} or {@link Sides#DESTINATION}; empty where nothing tells, or both
 * @param word what tells it
 * @param line where it stands first
 */
public record SideGuess(String side, String word, long line) {
  private static final SideGuess NONE = new SideGuess("", "", -1);

  /** Logs say it early or at their end; more than this is not looked at. */
  private static final int MOST_LINES = 2_000_000;

  private static final int LONGEST = 4096;

  private static final List<String> SAID_BY_SOURCE =
      List.of("Unable to write to socket", "Save of field ");

  private static final List<String> SAID_BY_DESTINATION =
      List.of(
          "-incoming ",
          "migrate-incoming",
          "load of migration failed",
          "error while loading state",
          "Unknown savevm section",
          "Failed to load ",
          "Missing section footer");

  private static final String[] SOURCE =
      eventNames(EventPurpose.OUTGOING, EventPurpose.DESCRIPTOR_SENT);

  private static final String[] DESTINATION =
      eventNames(EventPurpose.INCOMING, EventPurpose.DESCRIPTOR_TAKEN);

  /** Looks through a text. */
  public static SideGuess of(Path file) throws IOException {
    SideGuess[] found = {NONE, NONE};
    try (ByteSource source = Inputs.open(file);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(new SourceStream(source), StandardCharsets.ISO_8859_1))) {
      StringBuilder line = new StringBuilder();
      for (long number = 1; number <= MOST_LINES && next(in, line); number++) {
        find(line, SOURCE, Sides.SOURCE, number, found, 0);
        find(line, DESTINATION, Sides.DESTINATION, number, found, 1);
        if (found[0] != NONE && found[1] != NONE) {
          break;
        }
      }
    }
    boolean source = !found[0].side().isEmpty();
    boolean destination = !found[1].side().isEmpty();
    if (source == destination) {
      return NONE;
    }
    return source ? found[0] : found[1];
  }

  private static String[] eventNames(EventPurpose one, EventPurpose two) {
    List<String> out = new ArrayList<>();
    for (Event event : Event.values()) {
      if (event.purpose() == one || event.purpose() == two) {
        out.add(event.canonical());
        event.formers().forEach(former -> out.add(former.name()));
      }
    }
    boolean source = one == EventPurpose.OUTGOING;
    out.addAll(source ? SAID_BY_SOURCE : SAID_BY_DESTINATION);
    return out.toArray(String[]::new);
  }

  private static void find(
      StringBuilder line, String[] words, String side, long number, SideGuess[] found, int at) {
    if (found[at] != NONE) {
      return;
    }
    for (String word : words) {
      if (line.indexOf(word) >= 0) {
        found[at] = new SideGuess(side, word.strip(), number);
        return;
      }
    }
  }

  /** Reads a line, of a long one the beginning. */
  private static boolean next(BufferedReader in, StringBuilder line) throws IOException {
    line.setLength(0);
    int c = in.read();
    boolean any = c >= 0;
    while (c >= 0 && c != '\n') {
      if (line.length() < LONGEST) {
        line.append((char) c);
      }
      c = in.read();
    }
    return any;
  }
}
