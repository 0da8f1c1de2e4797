// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.run.Uris;
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
import org.eclipse.lsp4j.Location;

/**
 * Where a QEMU source tree emits each trace event: an event {@code vhost_commit} comes from a call
 * {@code trace_vhost_commit(}. Immutable once read.
 */
final class SourceTree {
  private static final String CALL = "trace_";
  private static final Set<String> PASSED_OVER =
      Set.of(".git", "build", "roms", "tests", "node_modules", "pc-bios");
  private static final long LARGEST = 4 << 20;
  private static final int MOST_FILES = 100_000;

  private final Map<String, List<Location>> calls = new HashMap<>();

  private SourceTree() {}

  /** Reads all C sources below a folder. Files that cannot be read are passed over. */
  static SourceTree read(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + ": is no folder; set vtrace.qemuSource to a QEMU source tree");
    }
    SourceTree tree = new SourceTree();
    int[] count = {0};
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean other =
                !folder.equals(root) && PASSED_OVER.contains(folder.getFileName().toString());
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
    for (int at = text.indexOf(CALL); at >= 0; at = text.indexOf(CALL, at + 1)) {
      int start = at + CALL.length();
      int end = start;
      while (end < text.length() && Words.in(text.charAt(end))) {
        end++;
      }
      boolean call = end > start && end < text.length() && text.charAt(end) == '(';
      if (call && Words.alone(text, at, end - at)) {
        while (counted < at) {
          line += text.charAt(counted++) == '\n' ? 1 : 0;
        }
        int column = at - (text.lastIndexOf('\n', at) + 1);
        Location place = new Location(Uris.of(file), Ranges.of(line, column, column + end - at));
        calls.computeIfAbsent(text.substring(start, end), k -> new ArrayList<>(1)).add(place);
      }
    }
  }

  /** The calls that emit an event. */
  List<Location> calls(String event) {
    return calls.getOrDefault(event, List.of());
  }
}
