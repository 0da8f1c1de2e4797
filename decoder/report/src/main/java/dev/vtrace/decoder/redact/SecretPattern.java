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
      "data=",
      "key=",
      "iv=",
      "pin="),
  SECRET_COMMAND(
      SecretKind.SECRET,
      NameShape.WORD,
      "\\b(?:set_password|change)\\s++(?:spice|vnc|password)\\s++(\\S++)",
      "set_password",
      "change"),
  SECRET_NUMBER(
      SecretKind.SECRET,
      NameShape.WORD,
      "(?i)\\b(?:passw(?:or)?d|passcode|passphrase|pin|otp)\\b[^0-9]{0,16}?\\b(\\d{3,19})(?![\\w.])",
      "passw",
      "passcode",
      "passphrase",
      "pin",
      "otp"),
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
      "serial",
      "asset",
      "sku",
      "ww",
      "eui64",
      "nguid"),
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
      "tcp:",
      "udp:",
      "telnet:",
      "rdma:",
      "tls:"),
  HOST_VALUE(
      SecretKind.HOST,
      NameShape.WORD,
      "(?i)\\b(?:host_?name|host|server|peer|listen|bind|local_?addr|guest|domain)"
          + "[\"']?+\\s*+[=:]\\s*+[\"']?+([^\\s,;:\"'}\\]()=]++)",
      "host",
      "server",
      "peer",
      "listen",
      "bind",
      "addr",
      "guest",
      "domain"),
  GUEST_NAME(SecretKind.HOST, NameShape.WORD, "(?:^|\\s)-name\\s++(?!guest=)([^\\s,]++)", "-name"),
  PROCESS_NAME(SecretKind.HOST, NameShape.WORD, "\\bprocess=(?:qemu:)?([^\\s,]++)", "process="),
  USER_VALUE(
      SecretKind.USER,
      NameShape.WORD,
      "(?i)\\b(?:user_?name|user|login|owner|runas|run-with\\s++user)[\"']?"
          + "(?:\\s*+[=:]\\s*+|(?<=runas)\\s++)[\"']?+([^\\s,;:\"'}\\]()=]++)",
      "user",
      "login",
      "owner",
      "runas"),
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
      "file",
      "path",
      "backing",
      "image",
      "sock",
      "dir",
      "cwd",
      "log",
      "kernel",
      "initrd",
      "dtb",
      "cdrom",
      "trace",
      "chroot",
      "unix",
      "exec",
      "tag"),
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

  final SecretKind kind;
  final NameShape shape;
  final Pattern pattern;
  private final String[] signs;

  /**
   * A place.
   *
   * @param signs one of which a text with such a place has in it, in lower case; looking for them
   *     is quicker than looking for the place
   */
  SecretPattern(SecretKind kind, NameShape shape, String pattern, String... signs) {
    this.kind = kind;
    this.shape = shape;
    this.pattern = Pattern.compile(pattern);
    this.signs = signs;
  }

  /** Whether a text, in lower case, may have such a place. */
  boolean mayBeIn(String lower) {
    for (String sign : signs) {
      if (lower.contains(sign)) {
        return enough(lower);
      }
    }
    return false;
  }

  private boolean enough(String text) {
    return switch (this) {
      case UUID -> has(text, '-', 4);
      case MAC -> has(text, ':', 5) || has(text, '-', 5);
      case IPV4 -> has(text, '.', 3);
      case IPV6 -> text.contains("::") || has(text, ':', 4);
      default -> true;
    };
  }

  private static boolean has(String text, char mark, int times) {
    int at = -1;
    for (int i = 0; i < times; i++) {
      at = text.indexOf(mark, at + 1);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }
}
