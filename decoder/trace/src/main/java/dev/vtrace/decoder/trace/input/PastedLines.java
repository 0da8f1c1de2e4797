// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.input;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.MessageRow;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.log.Unwrapper;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text in which nothing has the form of a log, but in which a line is a message that QEMU or
 * libvirt writes: somebody pasted it without the name of the program.
 */
final class PastedLines {
  /** The longest line that is looked at. */
  private static final int LONGEST = 4096;

  /** What any program may write: it counts where the text names one of the field. */
  private static final Set<Code> ANYBODY =
      EnumSet.of(Code.QEMU_CRASHED, Code.QEMU_ABORTED, Code.CONNECT_FAILED, Code.SOCKET_FAILED);

  private static final Pattern NAMED =
      Pattern.compile("(?i)qemu|libvirt|virsh|vhost|virtio|kubevirt|proxmox|savevm|loadvm");

  private PastedLines() {}

  /**
   * Whether there is such a line among the first ones of a text.
   *
   * @param wrapped whether only what a logger has written counts
   */
  static boolean any(byte[] b, int length, int most, boolean wrapped) {
    Unwrapper wrapper = new Unwrapper();
    boolean anybody = false;
    int lines = 0;
    int start = 0;
    for (int i = 0; i < length && lines < most; i++) {
      if (b[i] != '\n' && i + 1 < length) {
        continue;
      }
      int end = b[i] == '\n' ? i : i + 1;
      if (end > start && end - start <= LONGEST) {
        lines++;
        boolean taken = wrapper.unwrap(b, start, end);
        if (taken || !wrapped) {
          for (Code code :
              codes(LineReader.utf8(wrapper.buffer(), wrapper.start(), wrapper.end()))) {
            if (!ANYBODY.contains(code)) {
              return true;
            }
            anybody = true;
          }
        }
      }
      start = i + 1;
    }
    return anybody && NAMED.matcher(LineReader.utf8(b, 0, length)).find();
  }

  private static List<Code> codes(String line) {
    return Utterance.of(line).read(false).stream()
        .map(MessageMatch::row)
        .filter(row -> !row.backEnd())
        .map(MessageRow::code)
        .toList();
  }
}
