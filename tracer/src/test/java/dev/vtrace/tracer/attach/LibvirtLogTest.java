// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of a libvirt that a user started for himself, which is told by his environment. */
class LibvirtLogTest {
  @TempDir Path folder;

  private Path log(String cache) throws Exception {
    Path logs = Files.createDirectories(folder.resolve(cache).resolve("libvirt/qemu/log"));
    return Files.createFile(logs.resolve("a vm of a test.log"));
  }

  @Test
  void itIsBelowHome() throws Exception {
    Path log = log("home/.cache");
    Map<String, String> environment = Map.of("HOME", folder.resolve("home").toString());
    assertThat(LibvirtLog.of("a vm of a test", environment)).isEqualTo(log);
    assertThat(LibvirtLog.of("another vm of a test", environment)).isNull();
    assertThat(LibvirtLog.of("../log/a vm of a test", environment)).isEqualTo(log);
    assertThat(LibvirtLog.of("../a vm of a test", environment)).isNull();
  }

  @Test
  void orInTheCacheThatIsNamed() throws Exception {
    Path log = log("cache");
    Map<String, String> environment =
        Map.of("HOME", "/nowhere", "XDG_CACHE_HOME", folder.resolve("cache").toString());
    assertThat(LibvirtLog.of("a vm of a test", environment)).isEqualTo(log);
  }
}
