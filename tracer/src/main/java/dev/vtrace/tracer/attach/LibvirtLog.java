// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where libvirt puts what a QEMU says: standard error leads to virtlogd, which writes and rotates
 * the file. QEMU itself may write nowhere else, since libvirt confines it.
 */
final class LibvirtLog {
  private static final Path SYSTEM = Path.of("/var/log/libvirt/qemu");

  private LibvirtLog() {}

  /** The log of a domain, of the system's libvirt or of this user's; null if none can be read. */
  static @Nullable Path of(String domain) {
    return of(domain, System.getenv());
  }

  /** The same with another environment: libvirt goes by HOME, where Java goes by the user. */
  static @Nullable Path of(String domain, Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    String user = home.isEmpty() ? System.getProperty("user.home", "") : home;
    Path own = cache.isEmpty() ? Path.of(user, ".cache") : Path.of(cache);
    for (Path folder : List.of(SYSTEM, own.resolve("libvirt/qemu/log"))) {
      Path log = folder.resolve(domain + ".log").normalize();
      if (folder.equals(log.getParent()) && Files.isReadable(log)) {
        return log;
      }
    }
    return null;
  }
}
