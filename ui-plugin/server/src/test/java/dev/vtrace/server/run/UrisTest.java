// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrisTest {
  @TempDir Path folder;

  /** A folder's name may end in the mark that leads into an archive; clients encode it or not. */
  @Test
  void madeTextsLeadBackToTheirFiles() throws IOException {
    for (String name : new String[] {"a b #1 100%25 & c?", "*z*!", "!", "x!/y!", "Ünïcode 😀"}) {
      Path file = Files.createDirectories(folder.resolve(name)).resolve("vhost user #0 ?.jsonl");
      Files.writeString(file, "{}\n");
      for (String made : new String[] {Uris.messagesOf(file), Uris.textOf(file)}) {
        assertThat(Uris.path(made)).as(made).isEqualTo(file);
        assertThat(Uris.path(made.replace("!", "%21"))).as(made).isEqualTo(file);
      }
      assertThat(Uris.path(Uris.of(file))).isEqualTo(file);
    }
  }
}
