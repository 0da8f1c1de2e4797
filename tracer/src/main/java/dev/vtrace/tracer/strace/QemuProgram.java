// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.strace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Tells a QEMU that runs a VM from other programs: by what its executable holds, and where that is
 * a loader or may not be read, by its options. Its name tells nothing: distributions have {@code
 * qemu-kvm}, and anybody may rename it.
 */
public final class QemuProgram {
  /** What only the program that runs a VM says of itself, and not the other tools of QEMU. */
  private static final byte[] VERSION = "QEMU emulator version".getBytes(StandardCharsets.US_ASCII);

  /**
   * Options with one dash, which a tool of another kind would not have; two dashes are the same.
   */
  private static final Set<String> OPTIONS =
      Set.of("-machine", "-M", "-accel", "-enable-kvm", "-incoming", "-nodefaults", "-device");

  /** Options of back-ends that have some of those, too. */
  private static final Set<String> OTHERS = Set.of("--export", "--nbd-server", "--vdev");

  private static final int BUFFER = 1 << 16;
  private static final long LARGEST = 512L << 20;

  private QemuProgram() {}

  /** Whether a process is one. */
  public static boolean is(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      return holdsVersion(proc.resolve("exe")) || hasOptions(proc.resolve("cmdline"));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasOptions(Path cmdline) throws IOException {
    boolean some = false;
    for (String word : Files.readString(cmdline, StandardCharsets.ISO_8859_1).split("\0")) {
      if (OTHERS.contains(word)) {
        return false;
      }
      some |= OPTIONS.contains(word.startsWith("--") ? word.substring(1) : word);
    }
    return some;
  }

  /** Whether a file holds the words; false where it may not be read. */
  static boolean holdsVersion(Path file) {
    byte[] buffer = new byte[BUFFER];
    int kept = 0;
    long read = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer, kept, BUFFER - kept);
          n > 0 && read < LARGEST;
          n = in.read(buffer, kept, BUFFER - kept)) {
        int have = kept + n;
        if (holds(buffer, have)) {
          return true;
        }
        // The words may lie across two reads.
        kept = Math.min(have, VERSION.length - 1);
        System.arraycopy(buffer, have - kept, buffer, 0, kept);
        read += n;
      }
    } catch (IOException e) {
      // Its options tell.
    }
    return false;
  }

  private static boolean holds(byte[] buffer, int count) {
    for (int i = 0; i + VERSION.length <= count; i++) {
      int same = 0;
      while (same < VERSION.length && buffer[i + same] == VERSION[same]) {
        same++;
      }
      if (same == VERSION.length) {
        return true;
      }
    }
    return false;
  }
}
