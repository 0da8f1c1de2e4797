// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** tshark with our dissectors. */
record Tshark(Path script) {
  static Tshark in(Path folder) throws IOException {
    return new Tshark(Files.writeString(folder.resolve("vtrace.lua"), WiresharkDissector.script()));
  }

  /** What it prints of a file; no script may fail. */
  Peer.PeerRun run(Path file, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-2", "-X", "lua_script:" + script, "-r", file.toString()));
    command.addAll(List.of(more));
    Peer.PeerRun run = Peer.run(null, command.toArray(String[]::new));
    assertThat(run.out() + run.err()).doesNotContainIgnoringCase("lua error", "lua:");
    return run;
  }
}
