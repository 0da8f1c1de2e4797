// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a QEMU source tree emits each trace event: an event {@code vhost_commit} comes from a call
 * {@code trace_vhost_commit(}. Immutable once read.
 */
public final class SourceTree {
  private static final Pattern CALL = Pattern.compile("\\btrace_(\\w+)\\(");
  private static final Set<String> PASSED_OVER =
      Set.of(".git", "build", "roms", "tests", "node_modules", "pc-bios");
  private static final long LARGEST = 4 << 20;
  private static final int MOST_FILES = 100_000;

  private final Map<String, List<Call>> calls = new HashMap<>();

  private SourceTree() {}

  /**
   * A call that emits an event.
   *
   * @param line from 0
   * @param column of its first character, from 0
   * @param length of its name
   */
  public record Call(String event, Path file, int line, int column, int length) {}

  /** Reads all C sources below a folder. Files that cannot be read are passed over. */
  public static SourceTree read(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + ": is not a folder; set qemuSource to a QEMU source tree");
    }
    SourceTree tree = new SourceTree();
    Path top = root.toRealPath();
    int[] count = {0};
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean other =
                !folder.equals(top) && PASSED_OVER.contains(folder.getFileName().toString());
            return other ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            boolean source = name.endsWith(".c") || name.endsWith(".h") || name.endsWith(".inc");
            if (source && attributes.isRegularFile() && attributes.size() <= LARGEST) {
              tree.file(file);
            }
            return ++count[0] < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return tree;
  }

  private void file(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return;
    }
    int line = 0;
    int counted = 0;
    Matcher found = CALL.matcher(text);
    while (found.find()) {
      int at = found.start();
      while (counted < at) {
        line += text.charAt(counted++) == '\n' ? 1 : 0;
      }
      int column = at - (text.lastIndexOf('\n', at) + 1);
      String event = found.group(1);
      Call call = new Call(event, file, line, column, found.end(1) - at);
      calls.computeIfAbsent(event, k -> new ArrayList<>(1)).add(call);
    }
  }

  /** The calls that emit an event. */
  public List<Call> calls(String event) {
    return calls.getOrDefault(event, List.of());
  }

  /** The first call at or after a line of a file, or null. */
  public @Nullable Call at(Path file, int line) {
    Call best = null;
    for (List<Call> each : calls.values()) {
      for (Call call : each) {
        boolean after = call.line() >= line && call.file().equals(file);
        best = after && (best == null || call.line() < best.line()) ? call : best;
      }
    }
    return best;
  }
}
