// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Recordings of which one file was written by a clock that is wrong. */
public final class OtherClock {
  private static final Pattern SOCKET_TIME = Pattern.compile("\"t_ns\": ([0-9]++)");

  private OtherClock() {}

  /** The capture with the times of one log moved; its binary twin is left out. */
  public static Capture log(Path folder, Capture all, String participant, long by)
      throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (Input input : all.inputs()) {
      if (input.kind() == InputKind.SIMPLETRACE || input.kind() == InputKind.SIMPLETRACE_TEXT) {
        continue;
      }
      boolean log = input.kind() == InputKind.QEMU_LOG && input.name().contains("trace");
      boolean moved = log && input.participant().equals(participant);
      inputs.add(moved ? rewritten(folder, input, line -> later(line, by)) : input);
    }
    return new Capture(all.name(), all.participants(), inputs);
  }

  /** The capture with the times at its sockets moved. */
  public static Capture sockets(Path folder, Capture all, long by) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (Input input : all.inputs()) {
      boolean moved = input.kind() == InputKind.VHOST_USER_JSON;
      inputs.add(moved ? rewritten(folder, input, line -> recordedLater(line, by)) : input);
    }
    return new Capture(all.name(), all.participants(), inputs);
  }

  @FunctionalInterface
  private interface Change {
    String of(String line);
  }

  private static Input rewritten(Path folder, Input input, Change change) throws IOException {
    StringBuilder out = new StringBuilder();
    String text = new String(Recordings.bytes(input.path()), StandardCharsets.UTF_8);
    for (String line : text.split("\n")) {
      out.append(change.of(line)).append('\n');
    }
    String name = input.path().getFileName().toString().replace(".gz", "");
    Path file = Files.writeString(folder.resolve(name), out);
    return new Input(file, input.name(), input.kind(), input.role(), input.participant());
  }

  private static String recordedLater(String line, long by) {
    return SOCKET_TIME
        .matcher(line)
        .replaceAll(time -> "\"t_ns\": " + (Long.parseLong(time.group(1)) + by));
  }

  private static String later(String line, long by) {
    if (line.length() <= 27 || line.charAt(10) != 'T' || line.charAt(26) != 'Z') {
      return line;
    }
    String moved = Instant.parse(line.substring(0, 27)).plusNanos(by).toString();
    // Trailing zeros are left out by the library, in groups of three.
    String digits = moved.contains(".") ? moved.substring(20, moved.length() - 1) : "";
    return moved.substring(0, 19)
        + "."
        + (digits + "000000").substring(0, 6)
        + "Z"
        + line.substring(27);
  }
}
