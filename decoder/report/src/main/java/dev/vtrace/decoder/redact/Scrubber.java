// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.messages.Errno;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what is private in texts by names of the same length. Places that tell what a word is
 * ({@link SecretPattern}) come first; of the rest, every word that {@link Vocabulary} does not have
 * goes. Texts are bytes as ISO 8859-1, so that a character is a byte whatever the encoding was.
 */
final class Scrubber {
  /** How numbers are read that the vocabulary alone would not let pass. */
  enum NumberPolicy {
    /** Words between numbers of any length: JSON outside of its strings. */
    FREE,
    /** Hexadecimal without a sign before it, as arguments of trace events have it. */
    HEXADECIMAL,
    /** As people write them. */
    PLAIN
  }

  private static final Set<String> FOLDERS =
      Set.of(
          "dev", "shm", "run", "var", "lib", "lib64", "usr", "bin", "sbin", "etc", "opt", "proc",
          "sys", "tmp", "home", "root", "mnt", "media", "srv", "share", "local", "libvirt", "qemu",
          "images", "log", "memfd", "cache", "libexec", "self", "fd", "null", "zero", "urandom",
          "kvm");

  /** What begins a path in QEMU's own tree of objects, or the name of a built-in file. */
  private static final String[] OBJECTS = {
    "/machine", "/objects", "/chardevs", "/backend", "/rom@", "/audiodevs"
  };

  private static final Set<String> ENDINGS =
      Set.of(
          "img",
          "raw",
          "qcow2",
          "vmdk",
          "vdi",
          "sock",
          "log",
          "bin",
          "fd",
          "json",
          "jsonl",
          "txt",
          "conf",
          "xml",
          "pem",
          "pid",
          "so",
          "iso",
          "gz",
          "xz",
          "strace",
          "pcapng",
          "simpletrace");

  /** What a clue may stand before that tells nothing. */
  private static final Set<String> WORTHLESS =
      Set.of(
          "on",
          "off",
          "none",
          "null",
          "true",
          "false",
          "localhost",
          "127.0.0.1",
          "0.0.0.0",
          "auto");

  private static final Pattern PARTS = Pattern.compile("[-_.+~]");
  private static final int LONGEST_HEXADECIMAL = 16;

  /** Digits that are state wherever they stand: no key, no address of hardware. */
  private static final int LONGEST_COUNT = 8;

  /** How QEMU's log writes the time; 0 stands for any digit. */
  private static final String STAMP = "0000-00-00T00:00:00.000000Z";

  private static final SecretPattern[] CLUES = SecretPattern.values();

  /** Tokens that were looked up already; a log has few, many times. */
  private static final int MOST_REMEMBERED = 1 << 16;

  private static final int LONGEST_REMEMBERED = 100;

  private final Pseudonyms names;
  private final Map<String, Boolean> vocabulary = new HashMap<>();

  private final boolean learns;

  private Scrubber(Pseudonyms names, boolean learns) {
    this.names = names;
    this.learns = learns;
  }

  /** One that replaces. */
  static Scrubber replacing(Pseudonyms names) {
    return new Scrubber(names, false);
  }

  /**
   * One that goes through texts for those names alone that their place tells to be names; the texts
   * that it gives are not fit to be shown.
   */
  static Scrubber learning(Pseudonyms names) {
    return new Scrubber(names, true);
  }

  Pseudonyms names() {
    return names;
  }

  /** A text of any sort. */
  String text(String text, NumberPolicy numbers) {
    char[] letters = text.toCharArray();
    char[] out = letters.clone();
    BitSet taken = new BitSet();
    if (mayHaveClues(text)) {
      long clues = SecretPattern.mayBeIn(letters);
      for (; clues != 0; clues &= clues - 1) {
        clue(CLUES[Long.numberOfTrailingZeros(clues)], text, out, taken);
      }
    }
    if (learns) {
      return text;
    }
    if (!names.keeps(SecretKind.DATA) && EncodedBytes.hide(text, letters, out, taken)) {
      names.count(SecretKind.DATA);
    }
    scrubWords(text, letters, out, taken, numbers);
    return Arrays.equals(letters, out) ? text : new String(out);
  }

  /** A name that a program made, such as {@code 0000:00:01.0/vhost-user-blk}. */
  String name(String name) {
    char[] letters = name.toCharArray();
    char[] out = letters.clone();
    BitSet taken = new BitSet();
    clue(SecretPattern.MAC, name, out, taken);
    clue(SecretPattern.UUID, name, out, taken);
    if (learns) {
      return name;
    }
    scrubWords(name, letters, out, taken, NumberPolicy.HEXADECIMAL);
    return new String(out);
  }

  /** A text that its place tells to be of a kind. */
  String value(SecretKind kind, String value) {
    if (kind == SecretKind.PATH) {
      return path(value);
    }
    return value.isEmpty() || WORTHLESS.contains(value) ? value : names.name(kind, value);
  }

  private static boolean mayHaveClues(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '=' || c == '@' || c == ':' || c == '-' || c == '.') {
        return true;
      }
    }
    return text.indexOf(' ') > 0 && !text.startsWith("vhost_") && !text.startsWith("vmstate_");
  }

  private void clue(SecretPattern pattern, String text, char[] out, BitSet taken) {
    Matcher matcher = pattern.pattern.matcher(text);
    while (matcher.find()) {
      int from = matcher.start(1);
      int to = matcher.end(1);
      String found = text.substring(from, to);
      if (isTaken(taken, from, to)
          || WORTHLESS.contains(found)
          || isAddress(pattern, found)
          || isReason(pattern, text, from)) {
        continue;
      }
      String name =
          pattern.shape == SecretPattern.NameShape.DIGITS
              ? names.digits(pattern.kind, found)
              : pattern.shape == SecretPattern.NameShape.PATH
                  ? path(found)
                  : value(pattern.kind, found);
      if (name == null) {
        continue;
      }
      put(out, from, name);
      taken.set(from, to);
    }
  }

  private static boolean isTaken(BitSet taken, int from, int to) {
    for (int i = from; i < to; i++) {
      if (taken.get(i)) {
        return true;
      }
    }
    return false;
  }

  /** Writes over what stands there; nothing after it is moved. */
  private static void put(char[] out, int at, String name) {
    name.getChars(0, name.length(), out, at);
  }

  /** Numbers after {@code host=} and the like are places on a bus, and loopback is everywhere. */
  private static boolean isAddress(SecretPattern pattern, String found) {
    if (pattern.kind == SecretKind.SECRET
        || pattern.kind == SecretKind.SERIAL
        || pattern.shape == SecretPattern.NameShape.DIGITS) {
      return false;
    }
    boolean memory =
        pattern.kind == SecretKind.HOST
            && found.length() >= 8
            && isHexadecimal(found)
            && hasDigit(found);
    return memory || found.startsWith("0x") || found.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isHexadecimal(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }

  /** {@code socket: Broken pipe}: why something failed, and not where. */
  private static boolean isReason(SecretPattern pattern, String text, int from) {
    boolean place = pattern.kind == SecretKind.PATH || pattern.kind == SecretKind.HOST;
    return place && text.startsWith(": ", from - 2) && Errno.standsAt(text, from);
  }

  /** Replaces each part of a path that is not the same everywhere; null for no path of a file. */
  private String path(String path) {
    for (String objects : OBJECTS) {
      if (path.startsWith(objects)) {
        return name(path);
      }
    }
    StringBuilder out = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        String part = path.substring(start, i);
        boolean last = i == path.length();
        boolean common = part.isEmpty() || !last && FOLDERS.contains(part);
        out.append(common ? part : last ? file(part) : names.name(SecretKind.PATH, part));
        if (!last) {
          out.append('/');
        }
        start = i + 1;
      }
    }
    return out.toString();
  }

  /** The last part of a path; its ending tells what it is, and stays. */
  private String file(String part) {
    if (WORTHLESS.contains(part) || FOLDERS.contains(part) && part.length() > 3) {
      return part;
    }
    int dot = part.lastIndexOf('.');
    boolean ending = dot > 0 && ENDINGS.contains(part.substring(dot + 1));
    return ending
        ? names.name(SecretKind.PATH, part.substring(0, dot)) + part.substring(dot)
        : names.name(SecretKind.PATH, part);
  }

  private void scrubWords(
      String text, char[] letters, char[] out, BitSet taken, NumberPolicy numbers) {
    int at = isStamped(letters) && taken.isEmpty() ? STAMP.length() : 0;
    while (at < letters.length) {
      if (!isWord(letters[at]) || taken.get(at)) {
        at++;
        continue;
      }
      int end = at;
      boolean digits = true;
      while (end < letters.length
          && !taken.get(end)
          && (isWord(letters[end]) || joins(letters, end))) {
        digits &= isDigit(letters[end]);
        end++;
      }
      if (!digits || end - at > LONGEST_COUNT) {
        String token = text.substring(at, end);
        String name = token(token, numbers);
        if (!name.equals(token)) {
          put(out, at, name);
        }
      }
      at = end;
    }
  }

  /** Whether a text begins with a time as QEMU writes it, whose numbers are those of a clock. */
  private static boolean isStamped(char[] text) {
    if (text.length <= STAMP.length()) {
      return false;
    }
    for (int i = 0; i < STAMP.length(); i++) {
      char form = STAMP.charAt(i);
      char c = text[i];
      if (form == '0' ? !isDigit(c) : form != c) {
        return false;
      }
    }
    return text[STAMP.length()] == ' ';
  }

  private String token(String token, NumberPolicy numbers) {
    boolean plain =
        isPrefixed(token)
            || knows(token)
            || numbers == NumberPolicy.FREE
                && token.chars().allMatch(c -> isDigit((char) c) || c == '.')
            || numbers == NumberPolicy.HEXADECIMAL && isNumber(token);
    if (plain) {
      String without = numbers == NumberPolicy.FREE ? token : LongNumber.replaced(token, names);
      boolean composed = token.indexOf('-') > 0 || token.indexOf('.') > 0;
      if (!without.equals(token) || !composed) {
        return without;
      }
      // A name that people put together of common words is private where it was told to be one.
      Set<SecretKind> known = names.known(token);
      boolean person = known.contains(SecretKind.HOST) || known.contains(SecretKind.USER);
      return person ? names.again(first(known), token) : token;
    }
    Set<SecretKind> known = names.known(token);
    if (!known.isEmpty() && known.stream().allMatch(names::keeps)) {
      return token;
    }
    return names.again(known.isEmpty() ? SecretKind.WORD : first(known), token);
  }

  /** A pointer or a word of bits, which the vocabulary has whatever its digits are. */
  private static boolean isPrefixed(String token) {
    return token.startsWith("0x")
        && token.length() <= Vocabulary.LONGEST_PREFIXED
        && Vocabulary.hexadecimal(token, 2, token.length());
  }

  /** Whether the vocabulary has a token. */
  boolean knows(String token) {
    Boolean known = vocabulary.get(token);
    if (known == null) {
      known = Vocabulary.knows(token);
      if (vocabulary.size() < MOST_REMEMBERED && token.length() < LONGEST_REMEMBERED) {
        vocabulary.put(token, known);
      }
    }
    return known;
  }

  private SecretKind first(Set<SecretKind> known) {
    SecretKind kind = known.iterator().next();
    for (SecretKind each : known) {
      kind = names.keeps(kind) ? each : kind;
    }
    return kind;
  }

  /** Hexadecimal with a digit in it, also after the name of a bus as in {@code mmio@fe00}. */
  private boolean isNumber(String token) {
    int at = token.lastIndexOf('@') + 1;
    if (at > 0 && !knows(token.substring(0, at - 1))) {
      return false;
    }
    for (String part : PARTS.split(token.substring(at))) {
      boolean digit = part.chars().anyMatch(c -> isDigit((char) c));
      boolean number =
          digit
              && part.length() <= LONGEST_HEXADECIMAL
              && Vocabulary.hexadecimal(part, 0, part.length());
      if (!number && !knows(part)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a mark between two words makes them one. */
  private static boolean joins(char[] text, int at) {
    char c = text[at];
    boolean mark = c == '-' || c == '.' || c == '+' || c == '@' || c == '~';
    return mark && at + 1 < text.length && isWord(text[at + 1]);
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || c >= 0x80;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
