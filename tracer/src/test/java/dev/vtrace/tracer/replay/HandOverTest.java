// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.tracer.proxy.VhostUserProxy;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process gives its connection to another, and both speak on it through the proxy. */
class HandOverTest {
  private static final String CONNECTION = "connection";
  private static final String BETWEEN = "between";

  @TempDir Path folder;
  private long source;
  private long destination;

  private static void say(PlayerProcess from, Request request, PlayerProcess to)
      throws IOException {
    ByteBuffer message = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(request.id()).putInt(1).putInt(0);
    from.send(CONNECTION, message.array(), List.of());
    assertThat(to.receive(CONNECTION, message.capacity(), List.of())).isEqualTo(message.array());
  }

  /** What the proxy recorded of a hand-over after which the source is silent, or is not. */
  private CheckedRun run(boolean silent, String end) throws IOException {
    Path front = folder.resolve("front");
    Path back = folder.resolve("back");
    Path in = folder.resolve("in");
    Path target = folder.resolve("capture");
    try (CaptureDirectory capture = CaptureDirectory.create(target, "test");
        Recorder recorder = new Recorder(capture, note -> {});
        VhostUserProxy proxy =
            new VhostUserProxy(
                new Address.Unix(front),
                new Address.Unix(back),
                recorder,
                "vhost-user.pcapng",
                note -> {});
        PlayerProcess backEnd = new PlayerProcess("backend");
        PlayerProcess src = new PlayerProcess("src");
        PlayerProcess dst = new PlayerProcess("dst")) {
      source = src.process();
      destination = dst.process();
      backEnd.listen(back);
      proxy.start();
      src.connect(CONNECTION, front);
      backEnd.accept(back, CONNECTION);
      say(src, Request.GET_FEATURES, backEnd);
      dst.listen(in);
      src.connect(BETWEEN, in);
      dst.accept(in, BETWEEN);
      src.send(
          BETWEEN,
          new byte[1],
          List.of(new RecordedObject(CONNECTION, Identity.DescriptorKind.SOCKET, "", -1)));
      dst.receive(BETWEEN, 1, List.of(CONNECTION));
      say(dst, Request.SET_OWNER, backEnd);
      if (!silent) {
        say(src, Request.RESET_OWNER, backEnd);
      }
    }
    Path log = folder.resolve("src.log");
    Files.write(
        log,
        List.of(
            "migrate_set_state new state setup",
            "migrate_set_state new state active",
            "migrate_set_state new state " + end));
    Capture capture = CaptureFolder.open(target);
    List<Input> inputs = new ArrayList<>(capture.inputs());
    inputs.add(new Input(log, "src.log", InputKind.QEMU_LOG, InputRole.TRACE, "src"));
    return CheckedRun.of(new Capture(capture.name(), List.of("src"), inputs));
  }

  @Test
  void theProxyKnowsWhoSpeaks() throws IOException {
    CheckedRun run = run(true, "completed");
    assertThat(run.connections())
        .singleElement()
        .satisfies(
            connection ->
                assertThat(connection.turns())
                    .extracting(Connection.Turn::process)
                    .containsExactly(source, destination));
    assertThat(Checker.check(run).problems())
        .noneMatch(problem -> problem.code() == Code.SOURCE_STILL_SPEAKS);
  }

  @Test
  void aSourceThatStillSpeaksIsReported() throws IOException {
    assertThat(Checker.check(run(false, "completed")).problems())
        .filteredOn(problem -> problem.code() == Code.SOURCE_STILL_SPEAKS)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "process %d sends RESET_OWNER on the connection that process %d has taken"
                            + " over",
                        source, destination));
  }

  /** It was given the connection back. */
  @Test
  void aSourceMaySpeakAfterAMigrationThatFailed() throws IOException {
    assertThat(Checker.check(run(false, "failed")).problems())
        .noneMatch(problem -> problem.code() == Code.SOURCE_STILL_SPEAKS);
  }
}
