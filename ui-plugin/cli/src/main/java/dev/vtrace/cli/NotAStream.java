// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.PackedForm;
import dev.vtrace.decoder.channels.ChannelKind;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.ForeignFile;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;

/** Says what an input is that is not a migration stream, as far as its first bytes tell. */
final class NotAStream {
  private static final int HEAD = 8;

  private NotAStream() {}

  /** Refuses what is neither stream, channel nor archive by its first MiB. */
  static Inputs.Head beforeUnpacking() {
    return new StreamFirst();
  }

  private static final class StreamFirst implements Inputs.Head {
    @Override
    public void check(ByteSource begin) throws IOException {
      refuse(begin);
    }
  }

  private static void refuse(ByteSource begin) throws IOException {
    if (ChannelKind.of(begin) == null && !isArchive(begin)) {
      throw new IOException(
          isZero(begin)
              ? begin.name()
                  + ": begins with "
                  + (begin.size() >> 20)
                  + " MiB of zeros; beyond that, a stream is searched for only in a file that is"
                  + " not packed"
              : describe(begin));
    }
  }

  /** Whether it holds several files, of which one may be a stream. */
  static boolean isArchive(ByteSource source) throws IOException {
    byte[] head = new byte[PackedForm.TAR_HEAD];
    int there = source.read(0, head, 0, head.length);
    InputKind kind = InputRecognition.of(head, there);
    return kind == InputKind.ZIP || kind == InputKind.TAR;
  }

  private static boolean isZero(ByteSource source) {
    Cursor in = new Cursor(source, 0, source.size());
    while (in.peek() == 0) {
      in.skip(1);
    }
    return !in.has(1);
  }

  static String describe(ByteSource source) throws IOException {
    byte[] head = new byte[HEAD];
    int there = source.read(0, head, 0, HEAD);
    if (there == 0) {
      return source.name() + ": is empty, so it has no migration stream";
    }
    String what = foreign(source);
    if (!what.isEmpty()) {
      return source.name() + ": is not a migration stream but " + what;
    }
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < there; i++) {
      bytes.append(i == 0 ? "" : " ");
      bytes.append(Character.forDigit(head[i] >> 4 & 15, 16));
      bytes.append(Character.forDigit(head[i] & 15, 16));
    }
    return source.name()
        + ": is not a migration stream; it begins with "
        + bytes
        + " instead of 51 45 56 4d (QEVM); save one with the monitor command"
        + " migrate \"exec:cat>stream.bin\"";
  }

  /**
   * What a file is that people take for a stream, or that other commands read; empty if unknown.
   */
  private static String foreign(ByteSource source) throws IOException {
    byte[] head = new byte[ForeignFile.HEAD];
    int there = source.read(0, head, 0, head.length);
    InputKind kind = InputRecognition.of(head, there);
    return switch (kind) {
      case UNKNOWN, TEXT, JSON, PCAP ->
          ForeignFile.of(head, there).map(ForeignFile::description).orElse("");
      case SIMPLETRACE,
          SIMPLETRACE_TEXT,
          QEMU_LOG,
          FTRACE,
          STRACE,
          VHOST_USER_JSON,
          QMP,
          BACKEND_LOG,
          PCAPNG ->
          "another kind of evidence (" + kind.label() + "), which 'vtrace check' reads";
      default -> "";
    };
  }
}
