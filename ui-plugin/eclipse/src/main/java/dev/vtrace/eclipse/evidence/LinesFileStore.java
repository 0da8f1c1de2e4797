// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.runtime.IProgressMonitor;

/** Some lines of a long file. */
final class LinesFileStore extends ReadTextStore {
  /** Lines of whatever length are no more than this. */
  private static final int MOST_BYTES = 16 << 20;

  private static final int BUFFER = 1 << 16;

  LinesFileStore(URI uri) {
    super(uri);
  }

  private Path file() {
    return Path.of(uri.getPath());
  }

  private long[] range() {
    String[] parts = uri.getQuery().split("-", 2);
    return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
  }

  @Override
  public String getName() {
    long[] range = range();
    return file().getFileName() + " lines " + (range[0] + 1) + " to " + range[1] + ".log";
  }

  @Override
  IFileStore at(URI other) {
    return new LinesFileStore(other);
  }

  @Override
  byte[] read(IProgressMonitor monitor) throws IOException {
    long[] range = range();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file()), BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      long line = 0;
      for (int n = in.read(buffer); n > 0 && line < range[1]; n = in.read(buffer)) {
        for (int i = 0; i < n && line < range[1] && out.size() < MOST_BYTES; i++) {
          if (line >= range[0]) {
            out.write(buffer[i]);
          }
          line += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return out.toByteArray();
    }
  }
}
