// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.capture.Sides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says when it launches: {@code capture}, or the files by their content, as on the
 * command line. Each is a text or a list of texts.
 *
 * @param stopOnEntry whether to stop at the first step
 */
record LaunchArguments(Map<String, Object> values, boolean stopOnEntry) {
  private static final Map<String, InputRole> FILES =
      Map.of(
          "stream", InputRole.STREAM,
          "fds", InputRole.DESCRIPTORS,
          "socket", InputRole.SOCKET,
          "qmp", InputRole.QMP,
          "traceEvents", InputRole.EVENTS);

  /** The scheme of the documents that a client shows texts of the capture in; empty for paths. */
  String evidenceScheme() {
    return values.get("evidenceScheme") instanceof String scheme ? scheme : "";
  }

  /** Trace events of a file that are kept in memory; 0 where that is not said. */
  int keepRecords() {
    return values.get("keepRecords") instanceof Number number ? number.intValue() : 0;
  }

  static LaunchArguments of(Map<String, Object> values) {
    Map<String, Object> given = values == null ? Map.of() : values;
    return new LaunchArguments(given, Boolean.TRUE.equals(given.get("stopOnEntry")));
  }

  /** What a restart says: other arguments, or null for the same. */
  static @Nullable LaunchArguments again(Map<String, Object> values) {
    Object arguments = values == null ? null : values.get("arguments");
    if (!(arguments instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, Object> given = new HashMap<>();
    map.forEach((name, value) -> given.put(String.valueOf(name), value));
    LaunchArguments out = of(given);
    return out.names() ? out : null;
  }

  /** Whether anything is named that could be replayed. */
  private boolean names() {
    boolean any = values.containsKey("capture") || values.containsKey("qemu");
    for (String side : List.of(Sides.SOURCE, Sides.DESTINATION)) {
      any |= values.containsKey(side);
    }
    return any || FILES.keySet().stream().anyMatch(values::containsKey);
  }

  /**
   * Finds the files.
   *
   * @throws IOException if they cannot be read or are not what they should be
   */
  Capture open() throws IOException {
    LooseFiles files = new LooseFiles();
    boolean loose = false;
    for (String side : List.of(Sides.SOURCE, Sides.DESTINATION)) {
      for (String file : texts(side)) {
        files.trace(side, path(file));
        loose = true;
      }
    }
    for (String file : texts("qemu")) {
      int equals = file.indexOf('=');
      if (equals <= 0) {
        throw new DebugRefusal("qemu: '" + file + "' is not of the form NAME=FILE");
      }
      files.trace(file.substring(0, equals), path(file.substring(equals + 1)));
      loose = true;
    }
    for (Map.Entry<String, InputRole> each : FILES.entrySet()) {
      for (String file : texts(each.getKey())) {
        files.add(each.getValue(), path(file));
        loose = true;
      }
    }
    List<String> captures = texts("capture");
    if (captures.size() > 1 || loose && !captures.isEmpty()) {
      throw new DebugRefusal("give one capture, or files by their role, such as source");
    }
    if (!loose && captures.isEmpty()) {
      throw new DebugRefusal(
          "nothing to replay; give capture, or source, destination, stream, socket or qmp");
    }
    Capture capture = loose ? files.capture() : existing(path(captures.get(0)));
    if (capture.isEmpty()) {
      throw new DebugRefusal(
          (loose ? "" : captures.get(0) + ": ") + "contains nothing about a migration");
    }
    return capture;
  }

  private static Capture existing(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return CaptureOpener.open(path);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new DebugRefusal("'" + text + "' is not a path");
    }
  }

  /** The texts of an argument: one, a list, or none. */
  List<String> texts(String name) {
    Object value = values.get(name);
    if (value == null || "".equals(value)) {
      return List.of();
    }
    List<String> out = new ArrayList<>();
    for (Object each : value instanceof Collection<?> list ? list : List.of(value)) {
      if (!(each instanceof String text) || text.isEmpty()) {
        throw new DebugRefusal(name + ": give a path, or a list of paths");
      }
      out.add(text);
    }
    return out;
  }
}
