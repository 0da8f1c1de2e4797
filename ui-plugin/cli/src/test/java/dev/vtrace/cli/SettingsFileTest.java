// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  @TempDir Path folder;

  private Path file(String where, String content) throws IOException {
    Path file = folder.resolve(where).resolve(".vtrace.json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  @Test
  void theClosestFileOfTheRepositoryCounts() throws IOException {
    Path capture = Files.createDirectories(folder.resolve("repository/runs/capture"));
    Files.createDirectories(folder.resolve("repository/.git"));
    file(".", "{\"ignore\": [\"VT3312\"]}");
    assertThat(SettingsFile.of(capture).path()).isNull();
    Path above =
        file(
            "repository",
            "{\"ignore\": [\"VT3612\"], \"events\": {\"mine\": [\"vhost_dev_*\", \"a\"]}}");
    SettingsFile found = SettingsFile.of(capture);
    assertThat(found.path()).isEqualTo(above.toAbsolutePath());
    assertThat(found.settings().ignored()).extracting(Code::code).containsExactly("VT3612");
    assertThat(found.settings().events()).isEqualTo(Map.of("mine", List.of("vhost_dev_*", "a")));
    Path own = file("repository/runs/capture", "{}");
    assertThat(SettingsFile.of(capture).path()).isEqualTo(own);
    assertThat(SettingsFile.of(capture).settings().ignored()).isEmpty();
  }

  @Test
  void withoutARepositoryOnlyTheFolderItselfIsLookedAt() throws IOException {
    Path capture = Files.createDirectories(folder.resolve("plain/capture"));
    file("plain", "{\"ignore\": [\"VT3612\"]}");
    assertThat(SettingsFile.of(capture).path()).isNull();
    assertThat(SettingsFile.of(folder.resolve("plain")).path()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ignored\": []}",
        "{\"ignore\": \"VT3612\"}",
        "{\"ignore\": [1]}",
        "{\"events\": [\"vhost_dev_*\"]}",
        "{\"events\": {\"mine\": \"vhost_dev_*\"}}",
        "{\"ignore\": [\"VT0000\"]}",
        "[]",
        "{",
        ""
      })
  void whatIsNotUnderstoodIsSaid(String content) throws IOException {
    file(".", content);
    assertThatThrownBy(() -> SettingsFile.of(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".vtrace.json: ");
  }
}
