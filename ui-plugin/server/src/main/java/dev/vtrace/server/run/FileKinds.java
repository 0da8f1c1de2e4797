// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is, by its content. */
public final class FileKinds {
  private static final int HEAD = 6;

  private FileKinds() {}

  /** The kind of what is in a file, after any packing. */
  public static InputKind of(Path file) throws IOException {
    return InputRecognition.of(file);
  }

  /** Whether a file is packed, so that its lines are not those of an editor. */
  public static boolean packed(Path file) throws IOException {
    byte[] head = new byte[HEAD];
    try (var in = Files.newInputStream(file)) {
      return InputRecognition.of(head, in.readNBytes(head, 0, HEAD)).isPacked();
    }
  }

  /** The same; a file that cannot be read is not. */
  public static boolean packedQuietly(Path file) {
    try {
      return packed(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** The URI of the document that shows a file: its own, or that of its text. */
  public static String document(Path file, InputKind kind) throws IOException {
    boolean own = kind == InputKind.MIGRATION_STREAM || isText(kind) && !packed(file);
    return own || !hasText(kind) ? Uris.of(file) : Uris.textOf(file);
  }

  /** Whether a text can be made of it. */
  public static boolean hasText(InputKind kind) {
    return isText(kind)
        || kind == InputKind.SIMPLETRACE
        || kind == InputKind.PCAPNG
        || kind == InputKind.PCAP
        || kind == InputKind.MIGRATION_STREAM;
  }

  /** Whether a file has a message in each of its lines, which can be shown decoded. */
  public static boolean hasMessages(InputKind kind) {
    return kind == InputKind.VHOST_USER_JSON;
  }

  /** Whether a file has lines of text. */
  public static boolean isText(InputKind kind) {
    switch (kind) {
      case QEMU_LOG:
      case SIMPLETRACE_TEXT:
      case FTRACE:
      case STRACE:
      case VHOST_USER_JSON:
      case DESCRIPTORS_JSON:
      case QMP:
      case BACKEND_LOG:
      case TRACE_EVENTS:
      case JSON:
      case TEXT:
      case EMPTY:
        return true;
      default:
        return false;
    }
  }
}
