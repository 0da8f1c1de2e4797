// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that came over TCP may have read and written. */
class ReachTest {
  @TempDir Path folder;
  private Path workspace;
  private Path secret;

  @BeforeEach
  void make() throws IOException {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    secret = Files.writeString(folder.resolve("secret"), "secret");
  }

  private static void refused(Reach reach, Path path) {
    assertThatThrownBy(() -> reach.read(path)).hasMessageContaining("is not open");
    assertThatThrownBy(() -> reach.write(path)).hasMessageContaining("is not open");
  }

  @Test
  void whatLiesInAFolderOfTheWorkspace() throws IOException {
    Reach reach = Reach.nothing().folder(workspace);
    Path log = Files.writeString(workspace.resolve("src.log"), "x");
    assertThat(reach.read(log)).isEqualTo(log);
    assertThat(reach.read(workspace)).isEqualTo(workspace);
    assertThat(reach.write(workspace.resolve("report.html"))).isNotNull();
    assertThat(reach.write(workspace.resolve("none/yet/report.html"))).isNotNull();
    refused(reach, secret);
    refused(reach, folder);
    refused(reach, workspace.resolve("../secret"));
    refused(reach, Files.createDirectory(folder.resolve("workspace-2")));
  }

  @Test
  void linksAreFollowedBeforeItIsDecided() throws IOException {
    Reach reach = Reach.nothing().folder(workspace);
    refused(reach, Files.createSymbolicLink(workspace.resolve("link"), secret));
    refused(reach, Files.createSymbolicLink(workspace.resolve("up"), folder).resolve("secret"));
    refused(reach, workspace.resolve("up/new.html"));
    refused(reach, Files.createSymbolicLink(workspace.resolve("new"), folder.resolve("none")));
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), workspace);
    assertThat(reach.write(alias.resolve("report.html"))).isNotNull();
  }

  @Test
  void anOpenFileIsReadAndNotWritten() throws IOException {
    Reach reach = Reach.nothing();
    refused(reach, secret);
    reach.file(secret);
    assertThat(reach.read(secret)).isEqualTo(secret);
    assertThatThrownBy(() -> reach.write(secret)).hasMessageContaining("is not open");
    refused(reach, folder);
  }

  @Test
  void whoStartedTheServerReachesEverything() throws IOException {
    assertThat(Reach.everything().read(secret)).isEqualTo(secret);
    assertThat(Reach.everything().write(secret)).isEqualTo(secret);
  }
}
