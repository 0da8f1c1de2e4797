// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir Path folder;

  /** A program that holds a folder until it is ended. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      PrivateFolder folder = PrivateFolder.create();
      Files.writeString(Files.createDirectory(folder.path().resolve("copies")).resolve("a"), "x");
      System.out.println(folder.path());
      while (System.in.read() >= 0) {
        // Until the test ends it.
      }
    }
  }

  @Test
  void isItsOwnersAndGoesWithWhatItHolds() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "stays");
    PrivateFolder made = PrivateFolder.create();
    assertThat(Files.getPosixFilePermissions(made.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Path inner = Files.createDirectory(made.path().resolve("a"));
    Files.writeString(inner.resolve("b"), "x");
    Files.createSymbolicLink(inner.resolve("c"), outside);
    made.close();
    assertThat(made.path()).doesNotExist();
    assertThat(outside).exists();
    made.close();
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void theNextProcessRemovesWhatAKilledOneLeft() throws Exception {
    Path notOurs = Files.createDirectory(folder.resolve("vtrace-of-somebody"));
    Process living = holder();
    Process killed = holder();
    Process next = null;
    try {
      Path used = Path.of(living.inputReader().readLine());
      Path left = Path.of(killed.inputReader().readLine());
      killed.destroyForcibly().waitFor();
      assertThat(left).exists();
      next = holder();
      assertThat(Path.of(next.inputReader().readLine()).resolve("copies/a")).exists();
      assertThat(left.getParent()).doesNotExist();
      assertThat(used.resolve("copies/a")).exists();
      assertThat(notOurs).exists();
    } finally {
      living.destroyForcibly();
      killed.destroyForcibly();
      if (next != null) {
        next.destroyForcibly();
      }
    }
  }

  @Test
  void goesWhenASignalEndsTheProcess() throws Exception {
    Process holder = holder();
    try {
      Path held = Path.of(holder.inputReader().readLine());
      assertThat(held.resolve("copies/a")).exists();
      holder.destroy();
      holder.waitFor();
      assertThat(held.getParent()).doesNotExist();
    } finally {
      holder.destroyForcibly();
    }
  }
}
