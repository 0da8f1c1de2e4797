// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.qmp.QmpClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proxies between real QEMUs and storage daemons: one in front of the source's back-end, one in
 * the place of the destination's, one on the migration's socket.
 */
@Tag("external")
class ProxyQemuTest {
  private static final Pattern WRITE = Pattern.compile("vhost_user_write req:(\\d+)");

  @TempDir Path folder;

  private Path path(String name) {
    return folder.resolve(name);
  }

  private static List<Integer> requests(Path log) throws IOException {
    List<Integer> out = new ArrayList<>();
    Matcher matcher = WRITE.matcher(Files.readString(log));
    while (matcher.find()) {
      out.add(Integer.parseInt(matcher.group(1)));
    }
    return out;
  }

  private List<WireMessage> messages(String capture, List<WireEvent> events) throws IOException {
    List<WireMessage> out = new ArrayList<>();
    try (InputStream in = Files.newInputStream(path(capture).resolve("vhost-user.pcapng"))) {
      new PcapngReader(ReadOptions.of("traffic", d -> assertThat(d).isNull()))
          .read(
              in,
              record -> {
                if (record instanceof WireMessage message) {
                  out.add(message);
                } else if (record instanceof WireEvent event) {
                  events.add(event);
                }
              });
    }
    return out;
  }

  private static void migrate(QmpClient source, String socket) throws Exception {
    source.execute("migrate", Map.of("uri", "unix:" + socket));
    Lab.eventually(
        () -> {
          try {
            String status = source.execute("query-migrate", Map.of()).value("return.status");
            assertThat(status).isNotEqualTo("failed");
            return "completed".equals(status);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aMigrationThroughThreeProxies() throws Exception {
    try (Lab lab = Lab.of(7, folder);
        Child sourceProxy = proxy("vhost-user", "cap-src", "-l", "front", "-c", "back-src");
        Child streamProxy = proxy("migration", "cap-mig", "-v", "-l", "mig", "-c", "mig-dst")) {
      Process backend = lab.start(lab.backend("back-src"));
      Process other = lab.start(lab.backend("back-dst"));
      Lab.eventually(() -> Files.exists(path("back-src")) && Files.exists(path("back-dst")));
      try (Child takeover = proxy("vhost-user", "cap-dst", "--takeover", "-c", "back-dst")) {
        takeover.awaitFile(path("back-dst.vtrace"));
        sourceProxy.awaitFile(path("front"));
        streamProxy.awaitFile(path("mig"));
        String trace = " -msg timestamp=on -trace enable=vhost_* -D ";
        Process qemu = lab.start(lab.qemu("src", "front") + trace + path("src.log"));
        String incoming = " -incoming unix:" + path("mig-dst");
        Process target =
            lab.start(lab.qemu("dst", "back-dst") + trace + path("dst.log") + incoming);
        try (QmpClient source = lab.connect("src");
            QmpClient destination = lab.connect("dst")) {
          Lab.reads(source, 20);
          migrate(source, path("mig").toString());
          Lab.reads(destination, 20);
        }
        // The front-end dies, and the other back-end: the proxies go on to the end.
        qemu.destroyForcibly().waitFor();
        sourceProxy.await(() -> closed("cap-src"));
        assertThat(backend.isAlive()).isTrue();
        other.destroyForcibly().waitFor();
        takeover.await(() -> closed("cap-dst"));
        assertThat(target.isAlive()).isTrue();
        assertThat(sourceProxy.terminate()).isZero();
        assertThat(takeover.terminate()).isZero();
        assertThat(streamProxy.terminate()).isZero();
        isWhatQemuWrote("cap-src", "src.log", qemu.pid(), backend.pid());
        isWhatQemuWrote("cap-dst", "dst.log", target.pid(), other.pid());
      }
      assertThat(streamProxy.says())
          .contains("0000:00:02.0/vhost-user-blk: ordinary migration", "stream.bin: complete");
      assertThat(path("back-dst.vtrace")).doesNotExist();
    }
    canBeRead();
  }

  private Child proxy(String kind, String capture, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("proxy", kind, "-o", path(capture).toString()));
    for (String word : more) {
      words.add(word.startsWith("-") ? word : path(word).toString());
    }
    return Child.vtrace(folder, words.toArray(new String[0]));
  }

  private boolean closed(String capture) throws IOException {
    List<WireEvent> events = new ArrayList<>();
    messages(capture, events);
    return events.stream()
        .anyMatch(
            event -> event.kind() == WireEvent.WireEventKind.CLOSE && event.direction() == null);
  }

  /** The requests are those that QEMU says it wrote, and each message names who sent it. */
  private void isWhatQemuWrote(String capture, String log, long qemu, long backend)
      throws IOException {
    List<WireMessage> messages = messages(capture, new ArrayList<>());
    assertThat(
            messages.stream()
                .filter(wire -> wire.message().channel() == Channel.MAIN)
                .filter(wire -> wire.message().direction() == Direction.TO_BACKEND)
                .map(wire -> wire.message().request())
                .toList())
        .isEqualTo(requests(path(log)))
        .contains(5 + 32);
    assertThat(
            messages.stream()
                .collect(
                    Collectors.groupingBy(
                        wire -> wire.message().direction(),
                        Collectors.mapping(WireMessage::sender, Collectors.toSet()))))
        .isEqualTo(
            Map.of(Direction.TO_BACKEND, Set.of(qemu), Direction.TO_FRONTEND, Set.of(backend)));
  }

  /** All that was recorded opens with the commands that are for it, and with others' tools. */
  private void canBeRead() throws Exception {
    Run decode = Run.vtrace("decode", path("cap-mig/stream.bin").toString());
    assertThat(decode.status()).isEqualTo(ExitStatus.OK);
    assertThat(decode.out()).contains("complete, machine pc-i440fx", "vhost-user-blk");
    for (String capture : List.of("cap-src", "cap-dst")) {
      for (String command : List.of("skips", "timeline", "fds")) {
        Run run = Run.vtrace(command, path(capture).toString());
        assertThat(run.out()).as(command).isNotEmpty();
        assertThat(run.status()).as(command + run.err()).isEqualTo(ExitStatus.OK);
      }
    }
    Run skips =
        Run.vtrace(
            "skips",
            "--source",
            path("src.log").toString(),
            "--destination",
            path("dst.log").toString(),
            "--socket",
            path("cap-src/vhost-user.pcapng").toString(),
            "--socket",
            path("cap-dst/vhost-user.pcapng").toString(),
            "--stream",
            path("cap-mig/stream.bin").toString());
    // The destination's stop lacks what its back-end did not live to see, so it is found wrong.
    assertThat(skips.status()).as(skips.err()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(skips.out())
        .contains(
            "source       stop  0000:00:02.0/vhost-user-blk  +",
            "executed   SET_VRING_ENABLE q0 q1, GET_VRING_BASE q0 (on the socket)",
            "destination  start 0000:00:02.0/vhost-user-blk",
            "violation  SET_VRING_ENABLE q0 q1, GET_VRING_BASE q0");
    if (Lab.isOnPath("tshark")) {
      List<WireEvent> events = new ArrayList<>();
      int count = messages("cap-src", events).size() + events.size();
      Process tshark =
          new ProcessBuilder("tshark", "-r", path("cap-src/vhost-user.pcapng").toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String lines = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(tshark.waitFor()).isZero();
      assertThat(lines.lines().count()).isEqualTo(count);
    }
  }
}
