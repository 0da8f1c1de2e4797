// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of any file system that Hadoop knows, read by position. It is opened by the first read and
 * stays open until {@link #release}: those who read it close what they do not own.
 */
final class HadoopSource implements ByteSource {
  private final String name;
  private final Path path;
  private final long size;
  private final Configuration configuration;
  private @Nullable FSDataInputStream in;

  HadoopSource(String name, Path path, long size, Configuration configuration) {
    this.name = name;
    this.path = path;
    this.size = size;
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) throws IOException {
    int wanted = (int) Math.max(0, Math.min(length, size - offset));
    open().readFully(offset, into, at, wanted);
    return wanted;
  }

  private synchronized FSDataInputStream open() throws IOException {
    FSDataInputStream opened = in;
    if (opened == null) {
      opened = path.getFileSystem(configuration).open(path);
      in = opened;
    }
    return opened;
  }

  /** Where it is, as an executor can open it. */
  String uri() {
    return path.toString();
  }

  /** Closes the file. */
  synchronized void release() {
    try {
      if (in != null) {
        in.close();
        in = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
