// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What this process has open, to find what is not given back. */
final class OpenDescriptors {
  private OpenDescriptors() {}

  /** Of the kinds that proxies handle, by link. */
  static Map<String, Integer> now() throws IOException {
    // Java keeps a socket of its own from the first file channel that is closed.
    FileChannel.open(Path.of("/dev/null"), StandardOpenOption.READ).close();
    Map<String, Integer> out = new TreeMap<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : all.toList()) {
        String link;
        try {
          link = Files.readSymbolicLink(each).toString();
        } catch (IOException e) {
          continue;
        }
        boolean counted =
            link.startsWith("socket:")
                || link.startsWith("anon_inode:[eventfd]")
                || link.startsWith("/memfd:")
                || link.contains("capture");
        if (counted) {
          out.merge(link.startsWith("socket:") ? "socket" : link, 1, Integer::sum);
        }
      }
    }
    return out;
  }

  /** Waits until as many are open as before; threads may still be closing theirs. */
  static void awaitAsBefore(Map<String, Integer> before) throws Exception {
    Await.until(() -> now().equals(before), () -> assertThat(now()).isEqualTo(before));
  }
}
