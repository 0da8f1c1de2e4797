// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where libvirt puts what a QEMU says: standard error leads to virtlogd, which writes and rotates
 * the file. QEMU itself may write nowhere else, since libvirt confines it.
 */
final class LibvirtLog {
  private LibvirtLog() {}

  /** The log of a domain, of the system's libvirt or of this user's; null if none can be read. */
  static Path of(String domain) {
    String home = System.getProperty("user.home", "");
    String cache = System.getenv("XDG_CACHE_HOME");
    Path own = cache == null || cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache);
    for (Path folder : List.of(Path.of("/var/log/libvirt/qemu"), own.resolve("libvirt/qemu/log"))) {
      Path log = folder.resolve(domain + ".log").normalize();
      if (log.getParent().equals(folder) && Files.isReadable(log)) {
        return log;
      }
    }
    return null;
  }
}
