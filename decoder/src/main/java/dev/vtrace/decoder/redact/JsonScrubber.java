// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.util.Locale;
import java.util.Map;

/**
 * Replaces what is private in the strings of JSON text, which may be cut or stand behind other
 * text. Keys stay, since programs make them; a key tells of what kind its value is.
 */
final class JsonScrubber {
  private static final Map<String, Kind> KEYS =
      Map.ofEntries(
          Map.entry("password", Kind.SECRET),
          Map.entry("passwd", Kind.SECRET),
          Map.entry("passphrase", Kind.SECRET),
          Map.entry("secret", Kind.SECRET),
          Map.entry("data", Kind.SECRET),
          Map.entry("key", Kind.SECRET),
          Map.entry("iv", Kind.SECRET),
          Map.entry("token", Kind.SECRET),
          Map.entry("cookie", Kind.SECRET),
          Map.entry("serial", Kind.SERIAL),
          Map.entry("wwn", Kind.SERIAL),
          Map.entry("eui64", Kind.SERIAL),
          Map.entry("nguid", Kind.SERIAL),
          Map.entry("host", Kind.HOST),
          Map.entry("hostname", Kind.HOST),
          Map.entry("guest", Kind.HOST),
          Map.entry("server", Kind.HOST),
          Map.entry("user", Kind.USER),
          Map.entry("username", Kind.USER),
          Map.entry("login", Kind.USER),
          Map.entry("file", Kind.PATH),
          Map.entry("filename", Kind.PATH),
          Map.entry("image", Kind.PATH),
          Map.entry("backing", Kind.PATH),
          Map.entry("backing-filename", Kind.PATH),
          Map.entry("full-backing-filename", Kind.PATH),
          Map.entry("mem-path", Kind.PATH),
          Map.entry("socket-path", Kind.PATH),
          Map.entry("mount_tag", Kind.PATH),
          Map.entry("tag", Kind.PATH));

  /** How a string with this key is to be changed by others; null to scrub it as a text. */
  interface Special {
    String value(String key, String raw);
  }

  private final Scrubber scrubber;
  private final boolean namesOnly;
  private final Special special;

  /**
   * A scrubber of JSON.
   *
   * @param namesOnly whether all strings are names that programs made
   */
  JsonScrubber(Scrubber scrubber, boolean namesOnly, Special special) {
    this.scrubber = scrubber;
    this.namesOnly = namesOnly;
    this.special = special;
  }

  /** The line with strings replaced; its length stays. */
  String line(String text) {
    StringBuilder out = new StringBuilder();
    int at = text.indexOf('{');
    if (at < 0) {
      return scrubber.text(text, Scrubber.Numbers.PLAIN);
    }
    out.append(scrubber.text(text.substring(0, at), Scrubber.Numbers.PLAIN));
    String key = "";
    while (at < text.length()) {
      int open = text.indexOf('"', at);
      int stop = open < 0 ? text.length() : open;
      out.append(scrubber.text(text.substring(at, stop), Scrubber.Numbers.FREE));
      if (open < 0) {
        break;
      }
      int close = close(text, open + 1);
      String raw = text.substring(open + 1, close);
      boolean isKey = isKey(text, close + 1);
      out.append('"').append(isKey ? raw : value(key, raw));
      if (close < text.length()) {
        out.append('"');
      }
      key = isKey ? raw.toLowerCase(Locale.ROOT) : key;
      at = close + 1;
    }
    return out.toString();
  }

  private static int close(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static boolean isKey(String text, int after) {
    int at = after;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ':';
  }

  private String value(String key, String raw) {
    String done = special == null ? null : special.value(key, raw);
    if (done != null) {
      return done;
    }
    Units units = Units.of(raw, false);
    Kind kind = KEYS.get(key);
    String changed =
        namesOnly
            ? scrubber.name(units.text())
            : kind != null
                ? scrubber.value(kind, units.text())
                : scrubber.text(units.text(), Scrubber.Numbers.PLAIN);
    return units.with(changed);
  }
}
