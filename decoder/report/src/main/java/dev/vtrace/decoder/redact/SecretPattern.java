// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.util.regex.Pattern;

/**
 * Places in a text that show what kind a word is. The first row that matches a place has it. To add
 * a place, add a row; group 1 is what is replaced.
 */
enum SecretPattern {
  SECRET_VALUE(
      SecretKind.SECRET,
      NameShape.WORD,
      "(?i)(?:passw(?:or)?d|passcode|passphrase|secret|token|credential|api[_-]?key|cookie)"
          + "[\\w.]{0,63}+[\"']?+\\s*+[=:]\\s*+[\"']?+([^\\s,;\"'}\\]]++)",
      "passw",
      "passphrase",
      "passcode",
      "secret",
      "token",
      "credential",
      "api",
      "cookie"),
  SECRET_DATA(
      SecretKind.SECRET,
      NameShape.WORD,
      "(?i)\\b(?:data|key|iv|pin)=([^\\s,;\"'}\\]]++)",
      "\bdata=",
      "\bkey=",
      "\biv=",
      "\bpin="),
  SECRET_COMMAND(
      SecretKind.SECRET,
      NameShape.WORD,
      "\\b(?:set_password|change)\\s++(?:spice|vnc|password)\\s++(\\S++)",
      "\bset_password",
      "\bchange"),
  SECRET_NUMBER(
      SecretKind.SECRET,
      NameShape.WORD,
      "(?i)\\b(?:passw(?:or)?d|passcode|passphrase|pin|otp)\\b[^0-9]{0,16}?\\b(\\d{3,19})(?![\\w.])",
      "\bpassw",
      "\bpasscode",
      "\bpassphrase",
      "\bpin",
      "\botp"),
  /** Tables that a guest reads: who made the machine, and whatever was put in for it. */
  FIRMWARE(
      SecretKind.SERIAL,
      NameShape.WORD,
      "(?:^|\\s)-(?:smbios|fw_cfg|acpitable)\\s++(\\S++)",
      "-smbios",
      "-fw_cfg",
      "-acpitable"),
  UUID(
      SecretKind.UUID,
      NameShape.DIGITS,
      "(?i)(?<![0-9a-f])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
          + "(?![0-9a-f])",
      "-"),
  MAC(
      SecretKind.MAC,
      NameShape.DIGITS,
      "(?i)(?<![0-9a-f:-])([0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5})"
          + "(?![0-9a-f:])",
      ":",
      "-"),
  SERIAL(
      SecretKind.SERIAL,
      NameShape.WORD,
      "(?i)(?<!virtio-)\\b(?:serial|asset|sku|wwn|wwnn|wwpn|wwid|eui64|nguid)(?:_?number|num|no)?"
          + "[\"']?+\\s*+[=:]\\s*+[\"']?+(?!(?:file|unix|tcp|udp|pty|stdio|none|null|mon|chardev):)"
          + "([^\\s,;\"'}\\]]++)",
      "\bserial",
      "\basset",
      "\bsku",
      "\bww",
      "\beui64",
      "\bnguid"),
  URI_USER(
      SecretKind.USER,
      NameShape.WORD,
      "(?<=[A-Za-z0-9+])://([^/\\s@:,\"']++)(?::[^@/\\s]*+)?+@",
      "://"),
  URI_PASSWORD(
      SecretKind.SECRET,
      NameShape.WORD,
      "(?<=[A-Za-z0-9+])://[^/\\s@:,\"']++:([^@/\\s]++)@",
      "://"),
  URI_HOST(
      SecretKind.HOST,
      NameShape.WORD,
      "(?<=[A-Za-z0-9+])(?<!\\bfile)://(?:[^@/\\s,\"']*+@)?+([^/\\s:,;\"'?]++)",
      "://"),
  SOCKET_HOST(
      SecretKind.HOST,
      NameShape.WORD,
      "\\b(?:tcp|udp|telnet|rdma|tls):([^/\\s:,;\"'()\\[\\]]++)(?=:\\d)",
      "\btcp:",
      "\budp:",
      "\btelnet:",
      "\brdma:",
      "\btls:"),
  HOST_VALUE(
      SecretKind.HOST,
      NameShape.WORD,
      "(?i)\\b(?:host_?name|host|server|peer|listen|bind|local_?addr|guest|domain)"
          + "[\"']?+\\s*+[=:]\\s*+[\"']?+([^\\s,;:\"'}\\]()=]++)",
      "\bhost",
      "\bserver",
      "\bpeer",
      "\blisten",
      "\bbind",
      "\blocal",
      "\bguest",
      "\bdomain"),
  GUEST_NAME(SecretKind.HOST, NameShape.WORD, "(?:^|\\s)-name\\s++(?!guest=)([^\\s,]++)", "-name"),
  PROCESS_NAME(SecretKind.HOST, NameShape.WORD, "\\bprocess=(?:qemu:)?([^\\s,]++)", "\bprocess="),
  USER_VALUE(
      SecretKind.USER,
      NameShape.WORD,
      "(?i)\\b(?:user_?name|user|login|owner|runas|run-with\\s++user)[\"']?"
          + "(?:\\s*+[=:]\\s*+|(?<=runas)\\s++)[\"']?+([^\\s,;:\"'}\\]()=]++)",
      "\buser",
      "\blogin",
      "\bowner",
      "\brunas"),
  USER_AT(
      SecretKind.USER,
      NameShape.WORD,
      "(?<![\\w.+-])[.+-]*+([\\w.+-]++)@(?=[A-Za-z][\\w.-]*+[:\\s,]|[\\w-]++\\.[A-Za-z])",
      "@"),
  AT_HOST(
      SecretKind.HOST, NameShape.WORD, "(?<=[\\w.+-]@)([A-Za-z][\\w-]*+(?:\\.[\\w-]++)++)", "@"),
  IPV4(SecretKind.HOST, NameShape.DIGITS, "(?<![\\w.])(\\d{1,3}(?:\\.\\d{1,3}){3})(?![\\w.])", "."),
  IPV6(
      SecretKind.HOST,
      NameShape.DIGITS,
      "(?i)(?<![\\w:])((?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}"
          + "|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\\w:])",
      ":"),
  PATH(SecretKind.PATH, NameShape.PATH, "(?<![\\w/@.-])(/[^\\s\"',;:|<>()\\[\\]{}=\\\\]++)", "/"),
  PATH_VALUE(
      SecretKind.PATH,
      NameShape.PATH,
      "(?i)\\b(?:file|file_?name|path|mem-path|backing|image|sock|socket|dir|cwd|log|logfile|pidfile"
          + "|kernel|initrd|dtb|cdrom|trace|chroot|unix|exec|mount_tag|tag)"
          + "[\"']?+\\s*+[=:]\\s*+[\"']?+([^\\s,;:\"'}\\]=<>()\\[{]++)",
      "\bfile",
      "\bpidfile",
      "\bpath",
      "\bbacking",
      "\bimage",
      "\bsock",
      "\bdir",
      "\bcwd",
      "\blog",
      "\bkernel",
      "\binitrd",
      "\bdtb",
      "\bcdrom",
      "\btrace",
      "\bchroot",
      "\bunix",
      "\bexec",
      "\bmount_tag",
      "\btag"),
  PATH_OPTION(
      SecretKind.PATH,
      NameShape.PATH,
      "(?:^|\\s)-(?:kernel|initrd|dtb|bios|cdrom|hd[a-d]|fd[ab]|sd|pflash|mtdblock|pidfile|chroot|D"
          + "|L)\\s++([^\\s,;\"']++)",
      " -",
      "-kernel");

  /** How a name is made of what was found. */
  enum NameShape {
    WORD,
    DIGITS,
    PATH
  }

  /** Those whose signs stand in most lines, and which need more than a sign. */
  private static final SecretPattern[] COUNTED = {UUID, MAC, IPV4, IPV6, USER_AT, AT_HOST};

  final SecretKind kind;
  final NameShape shape;
  final Pattern pattern;
  final String[] signs;

  /**
   * A place.
   *
   * @param signs one of which a text with such a place has in it, in lower case, those with {@code
   *     \\b} before them at the beginning of a word; looking for them is quicker than looking for
   *     the place
   */
  SecretPattern(SecretKind kind, NameShape shape, String pattern, String... signs) {
    this.kind = kind;
    this.shape = shape;
    this.pattern = Pattern.compile(pattern);
    this.signs = signs;
  }

  /** The patterns that a text may have places of, a bit for each, by ordinal. */
  static long mayBeIn(char[] text) {
    long found = SignTable.ALL.in(text);
    for (SecretPattern counted : COUNTED) {
      long bit = 1L << counted.ordinal();
      if ((found & bit) != 0 && !counted.enough(text)) {
        found &= ~bit;
      }
    }
    return found;
  }

  private boolean enough(char[] text) {
    return switch (this) {
      case UUID -> has(text, '-', 4);
      case MAC -> has(text, ':', 5) || has(text, '-', 5);
      case IPV4 -> has(text, '.', 3);
      case IPV6 -> hasTwo(text) || has(text, ':', 4);
      case USER_AT, AT_HOST -> hasHost(text);
      default -> true;
    };
  }

  private static boolean has(char[] text, char mark, int times) {
    int found = 0;
    for (char c : text) {
      if (c == mark && ++found == times) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasTwo(char[] text) {
    for (int i = 1; i < text.length; i++) {
      if (text[i] == ':' && text[i - 1] == ':') {
        return true;
      }
    }
    return false;
  }

  /** Whether a name follows a sign, and not the time of a line that begins with a process. */
  private static boolean hasHost(char[] text) {
    for (int i = 0; i + 1 < text.length; i++) {
      if (text[i] == '@') {
        int at = i + 1;
        while (at < text.length && (isDigit(text[at]) || text[at] == '.' || text[at] == ':')) {
          at++;
        }
        boolean time = at > i + 1 && (at == text.length || text[at - 1] == ':');
        if (!time) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
