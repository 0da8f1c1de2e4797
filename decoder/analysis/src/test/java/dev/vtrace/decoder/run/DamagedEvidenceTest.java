// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence that is damaged, or lacks something, in a folder with other evidence. */
class DamagedEvidenceTest {
  private static final String TRAFFIC = "vhost-user-dev0.jsonl";
  private static final List<String> FILES =
      List.of(
          "stream.bin", "stream.fds.jsonl", TRAFFIC, "qmp.jsonl", "src.trace.log", "dst.trace.log");

  private static final List<String> ROLES =
      List.of("stream", "descriptors", "socket", "qmp", "trace", "trace");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : FILES) {
      Files.write(
          folder.resolve(name), Recordings.bytes(Recordings.file(Recordings.transfer(), name)));
    }
  }

  /** Writes a description: roles, and gaps as JSON objects. */
  private void describe(String... gaps) throws IOException {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < FILES.size(); i++) {
      String name = FILES.get(i);
      String whose = name.contains(".trace.") ? name.substring(0, 3) : "";
      files.add(
          "{\"name\": \"%s\", \"role\": \"%s\", \"participant\": \"%s\"}"
              .formatted(name, ROLES.get(i), whose));
    }
    Files.writeString(
        folder.resolve("capture.json"),
        "{\"format\": \"vtrace-capture/1\", \"files\": [%s], \"gaps\": [%s]}"
            .formatted(String.join(",\n", files), String.join(", ", gaps)));
  }

  private LoadedRun load() throws IOException {
    return RunLoader.load(CaptureFolder.open(folder));
  }

  private static Set<Code> said(LoadedRun run, String file) {
    return run.findings().stream()
        .filter(finding -> finding.file().equals(file))
        .filter(finding -> finding.diagnostic().severity() != Severity.INFO)
        .map(finding -> finding.diagnostic().code())
        .collect(Collectors.toSet());
  }

  private void damage(String name, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    for (int i = 0; i < count && i < bytes.length; i++) {
      bytes[i] ^= 1;
    }
    Files.write(folder.resolve(name), bytes);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDamagedFirstByteDropsNoFile(boolean described) throws IOException {
    for (String name : FILES) {
      copy();
      if (described) {
        describe();
      }
      Set<Code> before = said(load(), name);
      damage(name, 1);
      LoadedRun run = load();
      assertThat(run.files()).as(name).allMatch(LoadedFile::read);
      assertThat(run.streams()).as(name).hasSize(1);
      assertThat(run.connections()).as(name).isNotEmpty();
      assertThat(run.qmp()).as(name).isNotEmpty();
      assertThat(run.traces()).as(name).hasSize(2);
      if (!name.endsWith(".log")) {
        assertThat(said(run, name)).as(name).isNotEqualTo(before).isNotEmpty();
      }
    }
  }

  @Test
  void contentThatIsGoneIsSaidByRoleAndByName() throws IOException {
    for (boolean described : new boolean[] {false, true}) {
      for (String name : FILES.subList(0, 4)) {
        copy();
        if (described) {
          describe();
        }
        Files.write(folder.resolve(name), "x\u0001y\u0002z\u0003".getBytes(StandardCharsets.UTF_8));
        LoadedRun run = load();
        assertThat(said(run, name)).as(name).contains(Code.NOT_RECOGNISED);
        assertThat(run.traces()).isNotEmpty();
      }
      Files.deleteIfExists(folder.resolve("capture.json"));
    }
  }

  @Test
  void aFileThatCannotBeUnpackedIsNamedAndTheOthersAreRead() throws IOException {
    byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 9, 9, 9, 9, 9, 9, 9, 9};
    Files.write(folder.resolve("qmp.jsonl"), xz);
    LoadedRun run = load();
    assertThat(said(run, "qmp.jsonl")).contains(Code.NOT_READ);
    assertThat(run.streams()).hasSize(1);
    assertThat(run.traces()).hasSize(2);
  }

  @Test
  void aReaderThatFailsEndsTheReadingOfItsFileOnly() throws IOException {
    LoadOptions failing =
        new LoadOptions(
            LoadOptions.DEFAULT.events(),
            section -> {
              throw new StackOverflowError();
            },
            LoadMonitor.NONE,
            KeptBound.USUAL);
    LoadedRun run = RunLoader.load(CaptureFolder.open(folder), failing);
    assertThat(said(run, "stream.bin")).contains(Code.NOT_READ);
    assertThat(run.streams()).isEmpty();
    assertThat(run.traces()).hasSize(2);
    assertThat(run.connections()).isNotEmpty();
  }

  @Test
  void whatTheDescriptionSaysOfFilesIsHeldAgainstThem() throws IOException {
    Files.writeString(
        folder.resolve("capture.json"),
        """
        {"format": "vtrace-capture/1", "files": [
          {"name": "stream.bin", "role": "stream", "size": 5},
          {"name": "gone.pcapng", "role": "socket"},
          {"name": "vhost-user-dev0.jsonl", "role": "qmp"}]}
        """);
    LoadedRun run = load();
    assertThat(said(run, "stream.bin")).contains(Code.SIZE_DISAGREES);
    assertThat(said(run, "gone.pcapng")).contains(Code.FILE_MISSING);
    assertThat(said(run, TRAFFIC)).contains(Code.ROLE_DISAGREES);
    assertThat(run.connections()).isNotEmpty();
  }

  /** Without a place of its own a gap may be anywhere: nothing is concluded from absence. */
  @Test
  void aGapInTrafficIsNoAbsence() throws IOException {
    describe("{\"file\": \"" + TRAFFIC + "\", \"offset\": 300, \"bytes\": 40, \"why\": \"slow\"}");
    LoadedRun run = load();
    assertThat(said(run, TRAFFIC)).contains(Code.EVIDENCE_NOT_RECORDED);
    assertThat(run.connections())
        .allSatisfy(
            connection ->
                assertThat(connection.gaps()).contains(new Connection.MessageGap(-1, -1)));
  }

  @Test
  void aDamagedLineOfTrafficMayHaveBeenAMessage() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(TRAFFIC));
    int middle = lines.size() / 2;
    lines.set(middle, lines.get(middle).substring(0, 30));
    Files.write(folder.resolve(TRAFFIC), lines);
    LoadedRun run = load();
    assertThat(run.connections())
        .anySatisfy(
            connection ->
                assertThat(connection.gaps())
                    .anySatisfy(gap -> assertThat(gap.fromNs()).isBetween(1L, gap.untilNs())));
  }

  @Test
  void aLogWithAHoleLacksEvents() throws IOException {
    byte[] log = Files.readAllBytes(folder.resolve("src.trace.log"));
    Arrays.fill(log, log.length / 2, log.length / 2 + 4096, (byte) 0);
    Files.write(folder.resolve("src.trace.log"), log);
    LoadedRun run = load();
    assertThat(said(run, "src.trace.log")).contains(Code.ZERO_BYTES);
    assertThat(run.trace("src").dropped()).isTrue();
    assertThat(run.trace("dst").dropped()).isFalse();
  }

  @Test
  void aGapOfAStreamIsAHole() throws IOException {
    describe("{\"file\": \"stream.bin\", \"offset\": 5000, \"bytes\": 100, \"why\": \"slow\"}");
    assertThat(said(load(), "stream.bin")).contains(Code.STREAM_HOLE);
    Input stream = CaptureFolder.open(folder).with(InputRole.STREAM).get(0);
    Capture loose = new Capture("", List.of(), List.of(stream));
    assertThat(said(RunLoader.load(loose), "stream.bin")).contains(Code.STREAM_HOLE);
  }

  @Test
  void linesThatAreNotKeptAreCountedAndQemuIsHeardToTheEnd() throws IOException {
    StringBuilder log = new StringBuilder();
    log.append("qemu-system-x86_64: warning: the first line\n");
    log.append("guest prints\n".repeat(KeptLines.MAX_LINES + 50));
    log.append("qemu-system-x86_64: load of migration failed: Invalid argument\n");
    Path file = Files.writeString(folder.resolve("dst.log"), log);
    List<Input> inputs = new ArrayList<>();
    for (InputRole role : new InputRole[] {InputRole.TRACE, InputRole.QMP}) {
      InputKind kind = role == InputRole.TRACE ? InputKind.QEMU_LOG : InputKind.QMP;
      inputs.add(new Input(file, role.label(), kind, role, "dst"));
    }
    for (Input input : inputs) {
      LoadedRun run = RunLoader.load(new Capture("", List.of("dst"), List.of(input)));
      assertThat(run.traces().get(0).lines())
          .anySatisfy(line -> assertThat(line.text()).contains("load of migration failed"));
    }
    LoadedRun run = RunLoader.load(new Capture("", List.of("dst"), inputs.subList(0, 1)));
    assertThat(said(run, "trace")).contains(Code.LINES_LEFT_OUT);
  }
}
