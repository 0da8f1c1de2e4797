// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file system that is soon full, below a folder. Only root can mount one. */
public final class SmallDisk {
  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts one of 256 KiB; the test skips itself where that cannot be done. */
  public static SmallDisk in(Path folder) throws Exception {
    Path path = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path.toString()) == 0,
        "skipped: needs root, to mount a small disk");
    return new SmallDisk(path);
  }

  /** A name on it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Takes it away. */
  public void unmount() throws Exception {
    run("umount", "--lazy", path.toString());
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
