// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.exporter.CtfExport;
import dev.vtrace.decoder.exporter.ExportFormat;
import dev.vtrace.decoder.exporter.ExportSelection;
import dev.vtrace.decoder.exporter.ExportedRun;
import dev.vtrace.decoder.exporter.RunExport;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.timeline.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of 100,000 items: all of its ledger is in what other programs read of the exports. */
class LargeExportTest {
  private static final int WINDOWS = 12_000;
  private static final int ITEMS = 100_000;

  @TempDir Path folder;
  private ExportedRun run;
  private long operations;

  @BeforeEach
  void read() throws Exception {
    Path capture = folder.resolve("run");
    BigInput.WINDOWS.write(capture, WINDOWS);
    run =
        RunExport.of(
            CaptureOpener.open(capture),
            KeptBound.USUAL,
            false,
            ExportSelection.ALL,
            "vtrace test");
    operations = windows().mapToLong(each -> each.operations().size()).sum();
    assertThat(run.timeline().items()).hasSizeGreaterThan(ITEMS);
  }

  private Stream<Window> windows() {
    return Stream.concat(run.migration().windows().stream(), run.migration().around().stream());
  }

  /** Writes with a method, and prints how long that took. */
  private Path written(String name, LargeContent content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    long begin = System.nanoTime();
    try (OutputStream out = Files.newOutputStream(file)) {
      content.to(out);
    }
    System.out.printf(
        Locale.ROOT,
        "%s of %d items, %d operations: %.1f MB in %.2f s%n",
        name,
        run.timeline().items().size(),
        operations,
        Files.size(file) / 1e6,
        (System.nanoTime() - begin) / 1e9);
    return file;
  }

  @FunctionalInterface
  private interface LargeContent {
    void to(OutputStream out) throws IOException;
  }

  /** Runs a program; returns the file with what it prints. */
  private Path printed(Path input, String... command) throws Exception {
    Path out = folder.resolve("printed");
    Path err = folder.resolve("err");
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      if (input != null) {
        builder.redirectInput(input.toFile());
      }
      process = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "needs " + command[0]);
      throw e;
    }
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return out;
  }

  private static long count(Path file, String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.filter(line -> wanted.matcher(line).find()).count();
    }
  }

  @Test
  void perfettoHasAllOfTheLedger() throws Exception {
    Path trace = written("perfetto", out -> ExportFormat.PERFETTO.write(out, run));
    try (InputStream in = ExportFormat.class.getResourceAsStream("perfetto.proto")) {
      Files.write(folder.resolve("perfetto.proto"), in.readAllBytes());
    }
    Path text =
        printed(trace, "protoc", "-I" + folder, "--decode=perfetto.protos.Trace", "perfetto.proto");
    assertThat(count(text, "categories: \"operation\"")).isEqualTo(operations);
    assertThat(count(text, "^ {6}name: \"verdict\"")).isEqualTo(operations);
    for (Verdict verdict : Verdict.values()) {
      long wanted =
          windows()
              .flatMap(each -> each.operations().stream())
              .filter(each -> each.verdict() == verdict)
              .count();
      assertThat(count(text, "^ {6}string_value: \"" + verdict.label() + "\"$"))
          .as(verdict.label())
          .isGreaterThanOrEqualTo(wanted);
    }
    assertThat(count(text, "categories: \"window\""))
        .isEqualTo(run.timeline().items(Item.ItemKind.WINDOW).size());
    assertThat(count(text, "type: TYPE_SLICE_BEGIN"))
        .isEqualTo(count(text, "type: TYPE_SLICE_END"));
    assertThat(count(text, "^ {4}flow_ids:")).isEqualTo(count(text, "^ {4}terminating_flow_ids:"));
  }

  @Test
  void ctfHasAllOfTheLedger() throws Exception {
    Path stream = written("ctf/stream", out -> CtfExport.stream(out, run));
    Path trace = stream.getParent();
    try (OutputStream out = Files.newOutputStream(trace.resolve(CtfExport.METADATA))) {
      CtfExport.metadata(out, run);
    }
    Path text = printed(null, "babeltrace2", trace.toString());
    assertThat(count(text, "category = \"operation\"")).isEqualTo(operations);
    assertThat(count(text, " slice_begin:")).isEqualTo(count(text, " slice_end:"));
  }

  @Test
  void otlpHasAllOfTheLedger() throws Exception {
    Path file = written("otlp", out -> ExportFormat.OTLP_TRACES.write(out, run));
    String root = "opentelemetry/proto/";
    for (String each : List.of("common", "resource", "trace")) {
      String name = root + each + "/v1/" + each + ".proto";
      Files.createDirectories(folder.resolve(name).getParent());
      try (InputStream in = LargeExportTest.class.getResourceAsStream("/" + name)) {
        Files.write(folder.resolve(name), in.readAllBytes());
      }
    }
    Path text =
        printed(
            file,
            "protoc",
            "-I" + folder,
            "--decode=opentelemetry.proto.trace.v1.TracesData",
            root + "trace/v1/trace.proto");
    assertThat(count(text, "key: \"vtrace.verdict\"")).isEqualTo(operations);
    assertThat(count(text, "^ +spans \\{$")).isGreaterThanOrEqualTo(windows().count());
  }
}
