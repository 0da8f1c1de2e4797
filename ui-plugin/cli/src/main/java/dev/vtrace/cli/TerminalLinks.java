// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes links of the places in a text, for terminals that know OSC 8: {@code src.log:12} leads to
 * line 12 of the file, a place in an archive to the archive. Only files of the run become links,
 * and what a link leads to is never taken from a text.
 */
final class TerminalLinks {
  private static final String BEGIN = "\u001b]8;;";
  private static final String END = "\u001b\\";
  private static final int MOST_FILES = 1000;

  private static final Set<String> PROGRAMS =
      Set.of("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio");

  private static final List<String> TERMS =
      List.of("xterm-kitty", "alacritty", "foot", "contour", "xterm-ghostty", "wezterm");

  /** Addresses by the names of files, longer names first. */
  private final Map<String, String> files = new LinkedHashMap<>();

  TerminalLinks(Capture capture) {
    capture.inputs().stream()
        .limit(MOST_FILES)
        .sorted(Comparator.comparingInt((Input input) -> -input.name().length()))
        .forEach(this::add);
  }

  private void add(Input input) {
    try {
      Path path = input.path();
      boolean plain = path.getFileSystem() == FileSystems.getDefault();
      Path file = plain ? path : Path.of(path.getFileSystem().toString());
      URI address = file.toAbsolutePath().normalize().toUri();
      files.put(input.name(), address.toASCIIString() + (plain ? "#" : ""));
    } catch (InvalidPathException e) {
      // What has no path has no link.
    }
  }

  /**
   * Whether a terminal shows links.
   *
   * @param environment a variable of the environment, empty if it is not set
   */
  static boolean known(UnaryOperator<String> environment) {
    String forced = environment.apply("FORCE_HYPERLINK");
    if (!forced.isEmpty()) {
      return !forced.equals("0");
    }
    if (!environment.apply("TMUX").isEmpty() || !environment.apply("STY").isEmpty()) {
      return false;
    }
    String term = environment.apply("TERM");
    return PROGRAMS.contains(environment.apply("TERM_PROGRAM"))
        || TERMS.stream().anyMatch(term::startsWith)
        || least(environment.apply("VTE_VERSION"), 5000)
        || least(environment.apply("KONSOLE_VERSION"), 210400)
        || !environment.apply("KITTY_WINDOW_ID").isEmpty()
        || !environment.apply("WT_SESSION").isEmpty()
        || !environment.apply("DOMTERM").isEmpty();
  }

  private static boolean least(String version, int least) {
    return Operands.isNumber(version, 9) && Integer.parseInt(version) >= least;
  }

  /** The text with its places as links. */
  String of(String text) {
    StringBuilder out = new StringBuilder();
    int done = 0;
    for (int at = 1; at + 1 < text.length(); at++) {
      char c = text.charAt(at);
      boolean digit = text.charAt(at + 1) >= '0' && text.charAt(at + 1) <= '9';
      if (!digit || c != ':' && c != '@') {
        continue;
      }
      String name = name(text, done, at);
      if (!name.isEmpty()) {
        int end = end(text, at + 1);
        String address = files.getOrDefault(name, "");
        String line = address.endsWith("#") && c == ':' ? text.substring(at + 1, end) : "";
        String target = line.isEmpty() && address.endsWith("#") ? cut(address) : address + line;
        out.append(text, done, at - name.length()).append(BEGIN).append(target).append(END);
        out.append(text, at - name.length(), end).append(BEGIN).append(END);
        done = end;
        at = end - 1;
      }
    }
    return done == 0 ? text : out.append(text, done, text.length()).toString();
  }

  private static String cut(String address) {
    return address.substring(0, address.length() - 1);
  }

  /** The name of a file that ends at a place, and begins after another; empty for none. */
  private String name(String text, int from, int end) {
    for (String name : files.keySet()) {
      int begin = end - name.length();
      boolean whole = begin >= from && (begin == 0 || !isNameCharacter(text.charAt(begin - 1)));
      if (whole && text.startsWith(name, begin)) {
        return name;
      }
    }
    return "";
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '/';
  }

  private static int end(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
