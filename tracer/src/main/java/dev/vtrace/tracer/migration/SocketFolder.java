// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for the sockets of a recording, which only its owner may enter. Not in the capture: a
 * socket's path has at most 107 bytes.
 */
final class SocketFolder implements Closeable {
  private final Path folder;

  SocketFolder() throws IOException {
    folder = Files.createTempDirectory("vtrace");
  }

  Path monitor(String name) {
    return folder.resolve(name + ".qmp");
  }

  /** Where the proxy before a back-end listens. */
  Path proxy(int index) {
    return folder.resolve("vhost-user-" + index);
  }

  /** Where the destination listens. */
  Path incoming() {
    return folder.resolve("incoming");
  }

  /** Where the proxy before the destination listens. */
  Path migration() {
    return folder.resolve("migration");
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
