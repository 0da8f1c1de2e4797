// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.Uris;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.jspecify.annotations.Nullable;

/**
 * Places that a text names, {@code src.log:123}: as links, and as where a definition is. A name is
 * that of a file of the run, or of one beside the text or below.
 */
final class PlaceLinks {
  private static final int MOST = 2_000;
  private static final long LINES = 20_000;
  private static final int CHUNK = 1_000;

  /** Names that are looked for on disk. */
  private static final int LOOKS = 1_000;

  private static final int LONGEST_NAME = 512;
  private static final int DIGITS = 9;

  private final Document document;
  private final @Nullable OpenRun run;
  private final Reach reach;
  private final boolean vtraceTexts;
  private final CharacterUnit unit;
  private final Map<String, @Nullable String> found = new HashMap<>();

  /** A place in a line: characters from the first one to before another, and what it names. */
  private record NamedPlace(int from, int to, @Nullable String uri, int line) {}

  /**
   * Places of a text.
   *
   * @param run null if it is not there
   * @param client what opens them, and counts characters
   */
  PlaceLinks(Document document, @Nullable OpenRun run, Reach reach, ClientAbilities client) {
    this.document = document;
    this.run = run;
    this.reach = reach;
    this.vtraceTexts = client.own();
    this.unit = client.unit();
  }

  /** Links of the text, of its first lines if it is long. */
  List<DocumentLink> links(CancelChecker cancelled) throws IOException {
    List<DocumentLink> out = new ArrayList<>();
    for (long first = 0; first < LINES && out.size() < MOST; first += CHUNK) {
      cancelled.checkCanceled();
      List<String> lines = document.file().lines(first, first + CHUNK);
      for (int i = 0; i < lines.size(); i++) {
        LineUnits units = LineUnits.of(unit, lines.get(i));
        for (NamedPlace place : places(lines.get(i))) {
          out.add(
              new DocumentLink(
                  units.range(first + i, place.from(), place.to()),
                  place.uri() + "#L" + place.line()));
        }
      }
      if (lines.size() < CHUNK) {
        break;
      }
    }
    return out.size() > MOST ? out.subList(0, MOST) : out;
  }

  /** The place that is named where a position is, or null. */
  @Nullable Location at(Position position) throws IOException {
    String text = document.file().line(position.getLine());
    int column = LineUnits.of(unit, text).column(position.getCharacter());
    for (NamedPlace place : places(text)) {
      if (place.from() <= column && column <= place.to()) {
        return new Location(place.uri(), Ranges.line(place.line() - 1L));
      }
    }
    return null;
  }

  private List<NamedPlace> places(String text) {
    List<NamedPlace> out = new ArrayList<>();
    int before = 0;
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
      int end = colon + 1;
      while (end < text.length() && end - colon <= DIGITS && isDigit(text.charAt(end))) {
        end++;
      }
      boolean number = end > colon + 1 && end - colon - 1 <= DIGITS;
      boolean over = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      int begin = colon;
      while (begin > before && isName(text.charAt(begin - 1))) {
        begin--;
      }
      before = colon + 1;
      String uri = number && over ? uri(text.substring(begin, colon)) : null;
      int line = uri == null ? 0 : Integer.parseInt(text.substring(colon + 1, end));
      if (line > 0) {
        out.add(new NamedPlace(begin, end, uri, line));
      }
    }
    return out;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || "._-+/".indexOf(c) >= 0;
  }

  /** The document of a file's name, or null. */
  private @Nullable String uri(String name) {
    boolean number = name.chars().allMatch(Character::isDigit);
    if (number || name.length() > LONGEST_NAME) {
      return null;
    }
    if (!found.containsKey(name) && found.size() < LOOKS) {
      String uri = look(name);
      boolean opens = uri != null && (vtraceTexts || uri.startsWith("file:"));
      found.put(name, opens ? uri : null);
    }
    return found.get(name);
  }

  private @Nullable String look(String name) {
    Input input = run == null ? null : run.input(name);
    if (run != null && input != null) {
      return run.documents().get(name);
    }
    Path folder = document.path() == null ? null : document.path().getParent();
    // A text from others must lead to nothing but what lies beside it.
    if (folder == null || name.startsWith("/") || name.contains("..")) {
      return null;
    }
    try {
      Path file = reach.read(folder.resolve(name).normalize());
      return file.startsWith(folder) && Files.isRegularFile(file) ? Uris.of(file) : null;
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }
}
