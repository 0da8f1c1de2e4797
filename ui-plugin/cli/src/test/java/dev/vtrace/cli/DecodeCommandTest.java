// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace decode} on the samples and on what is no stream. */
class DecodeCommandTest {
  private static final Path SAMPLES = samples();
  private static final String TRANSFER = SAMPLES + "/backend-transfer-2q/stream.bin";

  @TempDir Path folder;

  private static Path samples() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples");
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  @Test
  void theReadmeShowsWhatIsPrinted() throws IOException {
    String stream = SAMPLES.resolve("backend-transfer-2q/stream.bin").toString();
    String readme = Files.readString(SAMPLES.resolveSibling("README.md"));
    String shown = readme.substring(readme.indexOf("$ ./vtrace decode "));
    shown = shown.substring(shown.indexOf('\n') + 1, shown.indexOf("```"));
    // What is left out there is marked by dots.
    assertThat(shown.lines().filter(line -> !line.strip().equals("...")))
        .hasSizeGreaterThan(30)
        .isSubsetOf(Run.vtrace("decode", stream).out().lines().toList());
  }

  @Test
  void showsTheDeviceItsQueuesItsDescriptorsAndWhatWasSkipped() {
    Run run = Run.vtrace("decode", TRANSFER);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "0000:00:01.0/vhost-user-blk   handed over by backend transfer, 12 descriptors",
            "queue 1           128 entries   desc 0x23cc000  last_avail_idx 0 (stale",
            "host_notifier eventfd @245,323   guest_notifier eventfd @245,324",
            "vhost-virtqueue 1  error_notifier eventfd @245,402   masked_notifier eventfd @245,403",
            "description + 12 = data, footer of section 40, 4 subsections",
            "skipped on the source, 8 messages",
            "skipped on the destination, 30 messages",
            "GET_VRING_BASE q0 q1",
            "100.00 % of 343,507 bytes accounted for: 343,507 decoded, 0 opaque, 0 unreachable");
  }

  @Test
  void recordedDescriptorsAreOneMoreProof() {
    String fds = SAMPLES + "/backend-transfer-2q/stream.fds.jsonl";
    assertThat(Run.vtrace("decode", "--fds", fds, TRANSFER).out())
        .contains("every recorded descriptor at its offset");
  }

  @Test
  void aListOfDescriptorsMayBePacked() throws IOException {
    Path list = SAMPLES.resolve("backend-transfer-2q/stream.fds.jsonl");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      Files.copy(list, gzip);
    }
    Run run = Run.vtrace("decode", "--fds", file("fds.gz", packed.toByteArray()), TRANSFER);
    assertThat(run.out())
        .isEqualTo(Run.vtrace("decode", "--fds", list.toString(), TRANSFER).out())
        .contains("every recorded descriptor at its offset");
  }

  /** Of an ordinary migration, it says what is so; of a transfer, that the two do not fit. */
  @Test
  void anEmptyListOfDescriptorsSaysThatThereWereNone() throws IOException {
    String ordinary = SAMPLES + "/ordinary-2q/stream.bin.xz";
    String empty = file("fds", new byte[0]);
    Run run = Run.vtrace("decode", "--fds", empty, ordinary);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).isEqualTo(Run.vtrace("decode", ordinary).out());
    assertThat(Run.vtrace("decode", "--fds", empty, TRANSFER).out()).contains("VT0303");
  }

  @Test
  void showsAllFieldsOfASection() {
    Run run = Run.vtrace("decode", "--section", "vhost-user-blk", "--offsets", "--hex", TRANSFER);
    assertThat(run.out())
        .containsPattern("245,400 +1 +error_notifier +descriptor, eventfd\\n +3be98 +20\\n")
        .containsPattern("245,380 +8 +_features +0x175007e46 SIZE_MAX")
        .doesNotContain("acpi_build");
  }

  @Test
  void otherFormsAreJson() {
    assertThat(Run.vtrace("decode", "-f", "json", TRANSFER).out())
        .startsWith("{\n  \"format\" : \"vtrace-stream/1\"")
        .contains(
            "\"path\" : \"0000:00:01.0/vhost-user-blk/virtio/vhost-dev/vqs[0]/error_notifier\"");
    assertThat(Run.vtrace("decode", "-f", "analyze-migration", TRANSFER).out())
        .startsWith("{\n    \"ram (1)\": {\n");
  }

  @Test
  void aStreamThatWasCutShortIsShownAsFarAsItGoesAndTheStatusSaysSo() {
    Run run = Run.vtrace("decode", SAMPLES + "/backend-transfer-failed/stream.bin.xz");
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out())
        .contains(
            "handed over by backend transfer, 8 descriptors",
            "error VT0102",
            "the input ends inside this device, after virtio/vhost-dev/vqs[0]/masked_notifier",
            "hint: ",
            "truncated, machine pc-q35-10.2");
  }

  @Test
  void readsAPipe() throws IOException {
    byte[] stream = Files.readAllBytes(Path.of(TRANSFER));
    Run run = Run.vtraceWithInput(stream, "decode", "-");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).startsWith("<stdin>  343,507 bytes").contains("100.00 %");
  }

  @Test
  void readsAMigrationWithItsSideChannels() {
    String sample = SAMPLES + "/qemu111-multifd/";
    String[] files = {
      sample + "channel-2.bin.xz", sample + "stream.bin.xz", sample + "channel-1.bin.xz"
    };
    Run text = Run.vtrace("decode", files[0], files[1], files[2]);
    assertThat(text.err()).isEmpty();
    assertThat(text.status()).isEqualTo(ExitStatus.OK);
    assertThat(text.out()).contains("multifd, id 0", "multifd, id 1").containsPattern("pc\\.ram");
    Run json = Run.vtrace("decode", "-f", "json", files[0], files[1], files[2]);
    assertThat(json.out()).contains("\"channels\" : [", "\"kind\" : \"multifd\"");
    assertThat(json.out()).endsWith("}\n");
  }

  @Test
  void aSideChannelCanBeReadAlone() {
    Run run = Run.vtrace("decode", SAMPLES + "/qemu111-multifd/channel-1.bin.xz");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("hello", "100.00 %").containsPattern("[0-9]+ records +packet");
  }

  @Test
  void twoMainStreamsAreRefused() {
    Run run = Run.vtrace("decode", TRANSFER, TRANSFER);
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("are both main streams");
  }

  @Test
  void extractsMemoryStateAndDescriptionToFilesOfTheirOwner() throws IOException {
    Path target = folder.resolve("guest");
    String sample = SAMPLES + "/qemu111-multifd/";
    Run run =
        Run.vtrace(
            "decode",
            "--extract",
            target.toString(),
            sample + "stream.bin.xz",
            sample + "channel-1.bin.xz",
            sample + "channel-2.bin.xz");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.err()).contains("RAM block pc.ram", "state.json");
    assertThat(Files.readString(target.resolve("state.json"))).contains("vtrace-stream/1");
    assertThat(Files.readString(target.resolve("description.json"))).startsWith("{");
    try (var files = Files.list(target)) {
      for (Path file : files.toList()) {
        assertThat(Files.getPosixFilePermissions(file)).as("%s", file).hasSize(2);
      }
    }
    Run again = Run.vtrace("decode", "--extract", target.toString(), sample + "stream.bin.xz");
    assertThat(again.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(again.err()).doesNotContain("Exception");
  }

  @Test
  void saysInASentenceWhatIsNoStream() throws IOException {
    assertRefused("is empty", file("empty", new byte[0]));
    assertRefused("is not a migration stream; it begins with 68 69", file("text", "hi".getBytes()));
    assertRefused("this capture has no migration stream", folder.toString());
    assertRefused("no such file", folder.resolve("none").toString());
    assertRefused("is not a migration stream", SAMPLES + "/README.md");
  }

  private static void assertRefused(String sentence, String input) {
    Run run = Run.vtrace("decode", input);
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(sentence).doesNotContain("Exception").hasLineCount(1);
  }

  @Test
  void aStreamOfWhichLittleIsThereIsStillOne() throws IOException {
    byte[] stream = Files.readAllBytes(Path.of(TRANSFER));
    for (int length : new int[] {1, 3, 7, 8, 12, 100}) {
      Run run = Run.vtrace("decode", file("cut", Arrays.copyOf(stream, length)));
      assertThat(run.status()).as("%s bytes", length).isEqualTo(ExitStatus.FOUND_WRONG);
      assertThat(run.out()).contains("truncated", "100.00 % of " + length + " byte");
    }
  }

  @Test
  void aListOfDescriptorsThatIsNoneIsRefused() throws IOException {
    for (String text : new String[] {"nonsense", "{\"a\": 1}", "[1, 2"}) {
      Run run = Run.vtrace("decode", "--fds", file("fds", text.getBytes()), TRANSFER);
      assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
      assertThat(run.err()).contains("fds: ").doesNotContain("Exception");
    }
  }
}
