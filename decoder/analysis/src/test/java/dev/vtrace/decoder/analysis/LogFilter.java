// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Makes of recorded traces what a QEMU with fewer trace events would have written. */
final class LogFilter {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z ");

  private final Path folder;
  private int files;

  LogFilter(Path folder) {
    this.folder = folder;
  }

  /** The text logs of a capture, with the lines whose event is wanted only. */
  Capture logs(Capture all, Predicate<String> events) throws IOException {
    return traces(all, InputKind.QEMU_LOG, (who, log) -> lines(log, events));
  }

  /** The text logs of a capture, each changed by itself. */
  Capture traces(Capture all, InputKind kind, Change change) throws IOException {
    List<Input> out = new ArrayList<>();
    for (Input input : all.with(InputRole.TRACE)) {
      if (input.kind() == kind) {
        byte[] changed = change.of(input.participant(), Recordings.bytes(input.path()));
        if (changed != null) {
          Path file = folder.resolve(files++ + "-" + input.participant() + ".log");
          Files.write(file, changed);
          out.add(new Input(file, input.name(), kind, InputRole.TRACE, input.participant()));
        }
      }
    }
    return new Capture(all.name(), all.participants(), out);
  }

  /** A transcript that does not say which trace events were switched on, since they are not. */
  Input withoutEvents(Input qmp) throws IOException {
    String text = new String(Recordings.bytes(qmp.path()), StandardCharsets.UTF_8);
    Path file = folder.resolve(files++ + "-qmp.jsonl");
    Files.writeString(file, text.replaceAll("trace-event-[gs]et-state", "query-name"));
    return new Input(file, qmp.name(), qmp.kind(), qmp.role(), qmp.participant());
  }

  /** What becomes of one file; null leaves it out. */
  @FunctionalInterface
  interface Change {
    byte[] of(String participant, byte[] content) throws IOException;
  }

  static byte[] lines(byte[] log, Predicate<String> events) {
    StringBuilder out = new StringBuilder();
    for (String line : new String(log, StandardCharsets.ISO_8859_1).split("\n")) {
      if (events.test(event(line))) {
        out.append(line).append('\n');
      }
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The name of a line's event, or what stands where it would be. */
  static String event(String line) {
    String text = TIME.matcher(line).lookingAt() ? line.substring(line.indexOf(' ') + 1) : line;
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The records of a simpletrace file, log version 4, whose event is wanted. */
  static byte[] records(byte[] file, Predicate<String> events) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<Long, String> names = new HashMap<>();
    out.write(file, 0, 24);
    in.position(24);
    while (in.remaining() >= 20) {
      int start = in.position();
      long type = in.getLong();
      long id = in.getLong();
      int length;
      boolean keep = true;
      if (type == 0) {
        byte[] name = new byte[in.getInt()];
        in.get(name);
        names.put(id, new String(name, StandardCharsets.US_ASCII));
        length = in.position() - start;
      } else {
        in.getLong();
        length = 8 + in.getInt();
        keep = id < 0 || events.test(names.getOrDefault(id, ""));
      }
      if (start + length > file.length) {
        break;
      }
      if (keep) {
        out.write(file, start, length);
      }
      in.position(start + length);
    }
    return out.toByteArray();
  }
}
