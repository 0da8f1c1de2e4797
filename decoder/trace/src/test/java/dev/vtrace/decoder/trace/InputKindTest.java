// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputKindTest {
  @Test
  void everyFileOfTheRecordings() throws IOException {
    int files = 0;
    for (Path folder : Captures.folders()) {
      for (Path file : Captures.files(folder, "")) {
        files += check(file);
      }
    }
    for (Path folder : Captures.corpus()) {
      for (Path file : Captures.files(folder, "")) {
        files += check(file);
      }
    }
    System.out.println("kinds: " + files + " files told by their content");
  }

  private static int check(Path file) throws IOException {
    byte[] bytes = Captures.bytes(file);
    if (file.toString().endsWith(".gz") || file.toString().endsWith(".xz")) {
      byte[] packed = Files.readAllBytes(file);
      assertThat(
              InputRecognition.of(packed, Math.min(packed.length, InputRecognition.HEAD))
                  .isPacked())
          .isTrue();
    }
    InputKind kind = InputRecognition.of(bytes, Math.min(bytes.length, InputRecognition.HEAD));
    assertThat(expected(Captures.plain(file), bytes)).as(file.toString()).contains(kind);
    return 1;
  }

  private static List<InputKind> expected(String name, byte[] bytes) {
    if (bytes.length == 0) {
      return List.of(InputKind.EMPTY);
    }
    if (name.endsWith(".simpletrace")) {
      return List.of(InputKind.SIMPLETRACE);
    }
    if (name.endsWith(".simpletrace.txt")) {
      return List.of(InputKind.SIMPLETRACE_TEXT);
    }
    if (name.endsWith(".log")) {
      return List.of(InputKind.QEMU_LOG);
    }
    if (name.endsWith(".strace")) {
      return List.of(InputKind.STRACE);
    }
    if (name.endsWith("stream.bin")) {
      return List.of(InputKind.MIGRATION_STREAM);
    }
    if (name.startsWith("vhost-user-")) {
      return List.of(InputKind.VHOST_USER_JSON);
    }
    if (name.endsWith("stream.fds.jsonl")) {
      return List.of(InputKind.DESCRIPTORS_JSON);
    }
    if (name.endsWith("qmp.jsonl")) {
      return List.of(InputKind.QMP);
    }
    if (name.endsWith(".json")) {
      return List.of(InputKind.JSON);
    }
    if (name.endsWith("return-path.bin")) {
      return List.of(InputKind.UNKNOWN);
    }
    if (name.startsWith("channel-")) {
      return List.of(InputKind.MULTIFD_CHANNEL, InputKind.CPR_CHANNEL, InputKind.UNKNOWN);
    }
    if (name.endsWith(".stderr")) {
      return List.of(InputKind.QEMU_LOG, InputKind.TEXT);
    }
    return List.of(InputKind.TEXT, InputKind.UNKNOWN);
  }

  private static InputKind kind(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return InputRecognition.of(bytes, bytes.length);
  }

  @Test
  void theExcerpts() {
    assertThat(of("excerpt.simpletrace")).isEqualTo(InputKind.SIMPLETRACE);
    assertThat(of("excerpt.txt")).isEqualTo(InputKind.SIMPLETRACE_TEXT);
    assertThat(of("qemu-10.0.log")).isEqualTo(InputKind.QEMU_LOG);
    assertThat(of("qemu-10.2.log")).isEqualTo(InputKind.QEMU_LOG);
    assertThat(of("qemu-bare.log")).isEqualTo(InputKind.QEMU_LOG);
    assertThat(of("dst.stderr")).isEqualTo(InputKind.QEMU_LOG);
    assertThat(of("qmp.jsonl")).isEqualTo(InputKind.QMP);
    assertThat(of("src.strace")).isEqualTo(InputKind.STRACE);
    assertThat(of("vhost-user.jsonl")).isEqualTo(InputKind.VHOST_USER_JSON);
    assertThat(of("trace-events-all.excerpt")).isEqualTo(InputKind.TRACE_EVENTS);
  }

  private static InputKind of(String resource) {
    byte[] bytes = Captures.resource(resource);
    return InputRecognition.of(bytes, bytes.length);
  }

  @Test
  void kindsThatTheRecordingsDoNotHave() {
    assertThat(kind("")).isEqualTo(InputKind.EMPTY);
    assertThat(kind("PK\3\4....")).isEqualTo(InputKind.ZIP);
    assertThat(kind("some words\nand more\n")).isEqualTo(InputKind.TEXT);
    assertThat(kind("{\"execute\": \"qmp_capabilities\"}\n")).isEqualTo(InputKind.QMP);
    assertThat(
            kind("# tracer: nop\n#\n qemu-1 [000] ..... 1.000001: tracing_mark_write: vhost_x 1\n"))
        .isEqualTo(InputKind.FTRACE);
    assertThat(kind("VHOST_CONFIG: (/tmp/s) new vhost user connection is 12\n"))
        .isEqualTo(InputKind.BACKEND_LOG);
    assertThat(
            kind(
                "2026-11-23 08:00:00.984+0000: 1: info : x:1 : QEMU_MONITOR_SEND_MSG: mon=0x7f"
                    + " msg={\"execute\":\"stop\"}\n"))
        .isEqualTo(InputKind.QMP);
    byte[] gap = new byte[5000];
    System.arraycopy("QEVM".getBytes(StandardCharsets.US_ASCII), 0, gap, 4096, 4);
    assertThat(InputRecognition.of(gap, gap.length)).isEqualTo(InputKind.MIGRATION_STREAM);
  }
}
