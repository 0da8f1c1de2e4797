// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import com.sun.jna.Native;
import dev.vtrace.tracer.sys.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** For a while this process can open only a few more files. */
final class FewerFiles implements Closeable {
  private static final int RLIMIT_NOFILE = 7;

  private final long[] before = new long[2];

  static {
    Native.register(FewerFiles.class, "c");
  }

  static native int getrlimit(int resource, long[] limits);

  static native int setrlimit(int resource, long[] limits);

  private final List<Fd> fillers = new ArrayList<>();

  FewerFiles(int more) throws IOException {
    getrlimit(RLIMIT_NOFILE, before);
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      long highest =
          open.mapToLong(fd -> Long.parseLong(fd.getFileName().toString())).max().orElseThrow();
      // New descriptors take the lowest free number.
      Fd filler = Fd.eventfd();
      while (filler.number() <= highest) {
        fillers.add(filler);
        filler = Fd.eventfd();
      }
      filler.close();
      set(highest + 1 + more);
    }
  }

  /** The limit that is in force. */
  long limit() {
    long[] limits = new long[2];
    getrlimit(RLIMIT_NOFILE, limits);
    return limits[0];
  }

  private void set(long soft) {
    if (setrlimit(RLIMIT_NOFILE, new long[] {soft, before[1]}) != 0) {
      throw new IllegalStateException("setrlimit failed");
    }
  }

  @Override
  public void close() {
    set(before[0]);
    fillers.forEach(Fd::close);
  }
}
