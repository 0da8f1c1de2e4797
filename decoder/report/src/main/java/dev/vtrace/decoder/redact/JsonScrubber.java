// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what is private in the strings of JSON text, which may be cut or come after other text.
 * A key shows what kind its value has; only words that programs make stay in it.
 */
final class JsonScrubber {
  private static final Map<String, SecretKind> KEYS =
      Map.ofEntries(
          Map.entry("password", SecretKind.SECRET),
          Map.entry("passwd", SecretKind.SECRET),
          Map.entry("passphrase", SecretKind.SECRET),
          Map.entry("passcode", SecretKind.SECRET),
          Map.entry("pin", SecretKind.SECRET),
          Map.entry("secret", SecretKind.SECRET),
          Map.entry("data", SecretKind.SECRET),
          Map.entry("key", SecretKind.SECRET),
          Map.entry("iv", SecretKind.SECRET),
          Map.entry("token", SecretKind.SECRET),
          Map.entry("cookie", SecretKind.SECRET),
          Map.entry("serial", SecretKind.SERIAL),
          Map.entry("wwn", SecretKind.SERIAL),
          Map.entry("eui64", SecretKind.SERIAL),
          Map.entry("nguid", SecretKind.SERIAL),
          Map.entry("host", SecretKind.HOST),
          Map.entry("hostname", SecretKind.HOST),
          Map.entry("guest", SecretKind.HOST),
          Map.entry("server", SecretKind.HOST),
          Map.entry("user", SecretKind.USER),
          Map.entry("username", SecretKind.USER),
          Map.entry("login", SecretKind.USER),
          Map.entry("file", SecretKind.PATH),
          Map.entry("filename", SecretKind.PATH),
          Map.entry("image", SecretKind.PATH),
          Map.entry("backing", SecretKind.PATH),
          Map.entry("backing-filename", SecretKind.PATH),
          Map.entry("full-backing-filename", SecretKind.PATH),
          Map.entry("mem-path", SecretKind.PATH),
          Map.entry("socket-path", SecretKind.PATH),
          Map.entry("mount_tag", SecretKind.PATH),
          Map.entry("tag", SecretKind.PATH));

  /** What the key of a secret has in it, whatever else. */
  private static final String[] SECRETS = {
    "password", "passwd", "passphrase", "passcode", "secret", "token", "cookie", "private", "-key"
  };

  /** How a string with this key is to be changed by others; null to scrub it as a text. */
  interface Special {
    @Nullable String value(String key, String raw);
  }

  private final Scrubber scrubber;
  private final boolean namesOnly;
  private final @Nullable Special special;

  /**
   * A scrubber of JSON.
   *
   * @param namesOnly whether all strings are names that programs made
   */
  JsonScrubber(Scrubber scrubber, boolean namesOnly, @Nullable Special special) {
    this.scrubber = scrubber;
    this.namesOnly = namesOnly;
    this.special = special;
  }

  /** The line with strings replaced; its length stays. */
  String line(String text) {
    StringBuilder out = new StringBuilder();
    int at = text.indexOf('{');
    if (at < 0) {
      return scrubber.text(text, Scrubber.NumberPolicy.PLAIN);
    }
    out.append(scrubber.text(text.substring(0, at), Scrubber.NumberPolicy.PLAIN));
    String key = "";
    while (at < text.length()) {
      int open = text.indexOf('"', at);
      int stop = open < 0 ? text.length() : open;
      out.append(between(key, text.substring(at, stop)));
      if (open < 0) {
        break;
      }
      int close = close(text, open + 1);
      String raw = text.substring(open + 1, close);
      boolean isKey = isKey(text, close + 1);
      out.append('"').append(isKey ? key(raw) : value(key, raw));
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

  private static @Nullable SecretKind kind(String key) {
    SecretKind kind = KEYS.get(key);
    if (kind == null) {
      for (String word : SECRETS) {
        if (key.contains(word)) {
          return SecretKind.SECRET;
        }
      }
    }
    return kind;
  }

  /** What stands between strings: marks, numbers and words of JSON. */
  private String between(String key, String text) {
    SecretKind kind = kind(key);
    int at = 0;
    while (at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == ' ')) {
      at++;
    }
    int end = at;
    while (end < text.length() && "-+.0123456789eE".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    boolean secret = kind == SecretKind.SECRET || kind == SecretKind.SERIAL;
    if (kind == null || !secret || at == 0 || end == at || scrubber.names().keeps(kind)) {
      return scrubber.text(text, Scrubber.NumberPolicy.FREE);
    }
    scrubber.names().count(kind);
    String number = end - at == 1 ? "0" : "1" + "0".repeat(end - at - 1);
    return text.substring(0, at)
        + number
        + scrubber.text(text.substring(end), Scrubber.NumberPolicy.FREE);
  }

  /** A key is a word of QEMU's schema, or something that names what its value is about. */
  private String key(String raw) {
    UnescapedText units = UnescapedText.of(raw, false);
    return units.with(scrubber.text(units.text(), Scrubber.NumberPolicy.PLAIN));
  }

  private String value(String key, String raw) {
    String done = special == null ? null : special.value(key, raw);
    if (done != null) {
      return done;
    }
    UnescapedText units = UnescapedText.of(raw, false);
    SecretKind kind = kind(key);
    String changed =
        namesOnly
            ? scrubber.name(units.text())
            : kind != null
                ? scrubber.value(kind, units.text())
                : scrubber.text(units.text(), Scrubber.NumberPolicy.PLAIN);
    return units.with(changed);
  }
}
