// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.trace.line.LineReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the error of QEMU that a management program repeats without QEMU's name, as libvirt, virsh,
 * Nova and KubeVirt do:
 *
 * <pre>internal error: unable to execute QEMU command 'migrate': TEXT
 * operation failed: migration out job: TEXT
 * operation failed: job 'migration out' failed: TEXT
 * operation aborted: migration out job: canceled by client</pre>
 *
 * Source: sentences in logs of libvirt 4 to 11.
 */
final class QuotedError {
  /** The name that QEMU itself would have written before the text. */
  private static final String NAME = "qemu: ";

  private static final String COMMAND = "QEMU command '";
  private static final String JOB = "job '";
  private static final String FAILED = "' failed";
  private static final String[] JOBS = {
    " migration out job", " migration in job", " migration job"
  };

  /** What libvirt says before the name of a job; other programs have jobs of migrations, too. */
  private static final List<String> RESULTS =
      List.of("operation failed:", "operation aborted:", "internal error:", "timed out:");

  /** The same of what libvirt says itself. */
  private static final String LIBVIRT = "libvirt: migration job: ";

  /** What libvirt says of itself after the words that announce what QEMU said. */
  private static final String[] OWN = {"canceled by client", "unexpectedly failed"};

  private static final String NOTHING = "is not active";

  /** What encloses the sentence in other programs; Nova's colour, as syslog escapes it. */
  private static final String[] ENDS = {"#033[00m", "')", "'", "\""};

  /** The longest name of a command or a job. */
  private static final int LONGEST = 64;

  private QuotedError() {}

  /** The line as QEMU, or libvirt, would have written it with its name; null if none is quoted. */
  static byte @Nullable [] line(byte[] b, int from, int to) {
    for (int i = from + 1; i + 2 < to; i++) {
      if (b[i] == ':' && b[i + 1] == ' ' && introduces(b, from, i)) {
        return line(LineReader.utf8(b, i + 2, to));
      }
    }
    return null;
  }

  private static byte @Nullable [] line(String quoted) {
    String text = quoted.strip();
    for (String end : ENDS) {
      if (text.endsWith(end) && unpaired(text, end)) {
        text = text.substring(0, text.length() - end.length()).strip();
      }
    }
    if (text.isEmpty() || text.startsWith(NOTHING)) {
      return null;
    }
    for (String own : OWN) {
      if (text.startsWith(own)) {
        return (LIBVIRT + own).getBytes(StandardCharsets.UTF_8);
      }
    }
    return (NAME + text).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a quotation mark at the end belongs to what is around the text. */
  private static boolean unpaired(String text, String end) {
    char mark = end.charAt(0);
    return mark == '#' || text.chars().filter(c -> c == mark).count() % 2 == 1;
  }

  /** Whether the words before a colon announce what QEMU said. */
  private static boolean introduces(byte[] b, int from, int colon) {
    byte last = b[colon - 1];
    if (last != '\'' && last != 'b' && last != 'd') {
      return false;
    }
    String before = LineReader.utf8(b, Math.max(from, colon - LONGEST), colon);
    if (before.endsWith("'")) {
      int name = before.lastIndexOf(COMMAND);
      return name >= 0 && before.indexOf('\'', name + COMMAND.length()) == before.length() - 1;
    }
    if (before.endsWith(FAILED)) {
      return before.contains(JOB + "migration");
    }
    for (String job : JOBS) {
      if (before.endsWith(job)) {
        String result = before.substring(0, before.length() - job.length());
        return RESULTS.stream().anyMatch(result::endsWith);
      }
    }
    return false;
  }
}
