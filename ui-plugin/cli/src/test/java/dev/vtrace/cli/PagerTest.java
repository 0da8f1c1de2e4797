// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagerTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  @TempDir Path folder;

  private String into(Path file) {
    return "cat > '" + file + "'; echo \"$LESS\" >> '" + file + "'";
  }

  private static byte[] lines(int count) {
    return "line\n".repeat(count).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatFitsIsNotPaged() throws IOException {
    Path seen = folder.resolve("seen");
    Pager pager = new Pager(terminal, into(seen), () -> 10);
    pager.write(lines(9));
    pager.flush();
    assertThat(terminal.size()).isZero();
    assertThat(pager.end()).isSameAs(terminal);
    assertThat(terminal.toByteArray()).isEqualTo(lines(9));
    assertThat(seen).doesNotExist();
  }

  @Test
  void whatIsLongerIsReadInThePagerToItsEnd() throws IOException {
    Path seen = folder.resolve("seen");
    Pager pager = new Pager(terminal, into(seen), () -> 10);
    for (int i = 0; i < 100; i++) {
      pager.write(lines(1));
    }
    assertThat(pager.started()).isTrue();
    pager.end();
    String less = System.getenv("LESS");
    assertThat(seen).hasContent("line\n".repeat(100) + (less == null ? "FRX" : less));
    assertThat(terminal.size()).isZero();
  }

  @Test
  void aPagerThatIsLeftEarlyEndsTheOutput() {
    Pager pager = new Pager(terminal, "exit 0", () -> 1);
    assertThatThrownBy(
            () -> {
              while (true) {
                pager.write(lines(10_000));
                pager.flush();
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(pager.end()).isSameAs(terminal);
  }

  @Test
  void theUsersPagerIsTakenIfThereIsSuchAProgram() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path less = Files.createFile(bin.resolve("less"));
    assertThat(command(Map.of("PATH", bin.toString()))).isEmpty();
    assertThat(less.toFile().setExecutable(true)).isTrue();
    assertThat(command(Map.of("PATH", "/nowhere:" + bin))).isEqualTo("less");
    assertThat(command(Map.of("PATH", bin.toString(), "PAGER", "less -S"))).isEqualTo("less -S");
    assertThat(command(Map.of("PATH", bin.toString(), "PAGER", "most"))).isEmpty();
    assertThat(command(Map.of("PATH", bin.toString(), "PAGER", "cat"))).isEmpty();
    assertThat(command(Map.of("PATH", "", "PAGER", less.toString()))).isEqualTo(less.toString());
    assertThat(command(Map.of("PATH", "", "PAGER", "A=b most"))).isEqualTo("A=b most");
  }

  private static String command(Map<String, String> environment) {
    return PagerCommand.of(name -> environment.getOrDefault(name, ""));
  }
}
