// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSumsTest {
  /** SHA-256 of {@code abc}: FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private FileSums.Result compare(String files) throws IOException {
    Files.writeString(
        folder.resolve("capture.json"),
        "{\"format\": \"vtrace-capture/1\", \"files\": [" + files.replace('\'', '"') + "]}");
    return FileSums.compare(folder, () -> {});
  }

  private static String file(String name, String more) {
    return "{'name': '" + name + "', 'kind': 'QEMU log'" + more + "}";
  }

  @Test
  void tellsWhatIsAsItWasRecordedAndWhatIsNot() throws IOException {
    Files.writeString(folder.resolve("same"), "abc");
    Files.writeString(folder.resolve("changed"), "abd");
    String sum = ", 'size': 3, 'sha256': '" + ABC + "'";
    FileSums.Result result =
        compare(file("same", sum) + "," + file("changed", sum) + "," + file("gone", sum));
    assertThat(result.files()).isEqualTo(3);
    assertThat(result.changed()).containsExactly("changed");
    assertThat(result.missing()).containsExactly("gone");
    assertThat(result.unfinished()).isEmpty();
  }

  @Test
  void aFileWithoutASizeIsStillRecorded() throws IOException {
    Files.writeString(folder.resolve("log"), "a");
    assertThat(compare(file("log", ""))).isEqualTo(new FileSums.Result(0, none(), none(), log()));
  }

  private static List<String> none() {
    return List.of();
  }

  private static List<String> log() {
    return List.of("log");
  }

  @Test
  void aNameLeadsOutOfNoFolder() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("inside"));
    Files.writeString(folder.resolve("outside"), "abd");
    Files.writeString(
        inside.resolve("capture.json"),
        "{\"files\": [{\"name\": \"../outside\", \"size\": 3, \"sha256\": \"" + ABC + "\"}]}");
    assertThat(FileSums.compare(inside, () -> {}).files()).isZero();
  }

  @Test
  void aFolderWithoutADescriptionHasNothingToCompare() throws IOException {
    assertThat(FileSums.compare(folder, () -> {}).files()).isZero();
  }

  @Test
  void canBeEnded() throws IOException {
    Files.writeString(folder.resolve("same"), "abc");
    compare(file("same", ", 'size': 3, 'sha256': '" + ABC + "'"));
    assertThatThrownBy(
            () ->
                FileSums.compare(
                    folder,
                    () -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
  }
}
