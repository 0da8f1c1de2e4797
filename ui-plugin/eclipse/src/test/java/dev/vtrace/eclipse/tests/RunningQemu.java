// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A QEMU without a guest, and its two QMP sockets: one for vtrace, one for whoever migrates it. */
final class RunningQemu implements AutoCloseable {
  static final String PROGRAM = "qemu-system-x86_64";

  private static final String MIGRATE =
      "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"exec:cat > /dev/null\"}}\n";

  private final Path folder;
  private final Process process;

  private RunningQemu(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Whether a program is there. */
  static boolean isThere(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  static RunningQemu start(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("vtrace-qemu").toRealPath();
    Process process =
        new ProcessBuilder(
                PROGRAM,
                "-machine",
                "q35",
                "-nodefaults",
                "-display",
                "none",
                "-msg",
                "timestamp=on",
                "-D",
                folder.resolve("qemu.log").toString(),
                "-qmp",
                "unix:" + folder.resolve("qmp") + ",server=on,wait=off",
                "-qmp",
                "unix:" + folder.resolve("user") + ",server=on,wait=off")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("qemu.out").toFile())
            .start();
    RunningQemu out = new RunningQemu(folder, process);
    bench.await("the sockets of QEMU", () -> Files.exists(out.qmp()) && Files.exists(out.user()));
    return out;
  }

  Path folder() {
    return folder;
  }

  Path qmp() {
    return folder.resolve("qmp");
  }

  private Path user() {
    return folder.resolve("user");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Migrates it into nothing; the answer to the command is waited for. */
  void migrate() throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(user()))) {
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      in.readLine();
      String all = "{\"execute\": \"qmp_capabilities\"}\n" + MIGRATE;
      channel.write(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
      for (int answers = 0; answers < 2; ) {
        String line = in.readLine();
        Bench.check(line != null && !line.contains("\"error\""), "QEMU answers " + line);
        answers += line.contains("\"return\"") ? 1 : 0;
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
