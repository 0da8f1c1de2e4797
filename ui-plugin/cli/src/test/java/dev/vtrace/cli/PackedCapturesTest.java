// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Captures as people send them: each command says of them what it says of the folder. */
class PackedCapturesTest {
  private static final Path SAMPLE = LspCapture.root().resolve("samples/backend-transfer-failed");

  @TempDir static Path folder;

  /** Commands with one INPUT, and where it stands. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("why"),
          List.of("decode"),
          List.of("skips"),
          List.of("timeline"),
          List.of("fds"),
          List.of("check"),
          List.of("report", "-f", "md", "-o", "-"),
          List.of("export", "--to", "csv", "-o", "-"),
          List.of("open", "--text"));

  @FunctionalInterface
  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static Path tar(String name, Packing packing) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = packing.over(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        Stream<Path> files = Files.list(SAMPLE)) {
      for (Path each : files.sorted().toList()) {
        tar.putArchiveEntry(
            new TarArchiveEntry(each, SAMPLE.getFileName() + "/" + each.getFileName()));
        Files.copy(each, tar);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  private static Path packed(String name) throws IOException {
    Packing packing =
        switch (name.substring(name.lastIndexOf('.'))) {
          case ".tgz" -> GzipCompressorOutputStream::new;
          case ".bz2" -> BZip2CompressorOutputStream::new;
          case ".lz4" -> FramedLZ4CompressorOutputStream::new;
          default -> out -> out;
        };
    return tar(name, packing);
  }

  @TestFactory
  Stream<DynamicTest> eachCommandReadsThem() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("a.tar", "gr\u00fc\u00dfe.tgz", "b.tar.bz2", "c.tar.lz4")) {
      Path file = packed(name);
      for (List<String> command : COMMANDS) {
        tests.add(
            DynamicTest.dynamicTest(
                command.get(0) + " " + name,
                () -> {
                  Run of = run(command, SAMPLE);
                  Run run = run(command, file);
                  assertThat(run.status()).as(run.err()).isEqualTo(of.status());
                  assertThat(plain(run.out(), file)).isEqualTo(plain(of.out(), SAMPLE));
                }));
      }
    }
    return tests.stream();
  }

  private static Run run(List<String> command, Path input) {
    List<String> words = new ArrayList<>(command);
    words.add(input.toString());
    return Run.vtrace(words.toArray(String[]::new));
  }

  /** Without the title, which names the input, and how lines were folded for it. */
  private static String plain(String text, Path input) {
    String title = text.substring(0, text.indexOf('\n'));
    boolean named = title.contains(input.getFileName().toString()) || title.startsWith("# ");
    String name = input.getFileName().toString();
    String rest = title.contains("stream.bin") || named ? text.substring(title.length()) : text;
    return rest.replaceAll("\\S*/stream\\.bin\\.xz", "").replace(name, "").replaceAll("\\s++", "");
  }

  @Test
  void aFleetMayBeOfArchives() throws IOException {
    Run run = Run.vtrace("summarize", packed("f.tgz").toString(), packed("g.tar").toString());
    assertThat(run.out()).startsWith("2 captures, 0 not readable; 2 migrations: 2 failed");
  }

  @Test
  void anArchiveMayComeThroughAPipe() throws IOException {
    for (String name : List.of("e.tar", "e.tgz")) {
      byte[] archive = Files.readAllBytes(packed(name));
      Run decoded = Run.vtraceWithInput(archive, "decode", "-");
      assertThat(decoded.out()).as(decoded.err()).contains("0000:00:01.0/vhost-user-blk");
      Run compared = Run.vtraceWithInput(archive, "diff", "-", SAMPLE.toString());
      assertThat(compared.status()).as(compared.err()).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  @Tag("external")
  void pipesAreReadAsFiles() throws Exception {
    Path archive = packed("d.tgz");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String vtrace =
        java + " -cp '" + System.getProperty("java.class.path") + "' " + Main.class.getName();
    String expected = Run.vtrace("why", "-q", SAMPLE.toString()).out();
    for (String line :
        List.of(
            "cat '" + archive + "' | " + vtrace + " why -q -",
            vtrace + " why -q /dev/stdin < '" + archive + "'",
            vtrace + " why -q <(cat '" + archive + "')")) {
      Path script = Files.writeString(folder.resolve("run.sh"), line + "\n");
      try (Child child = Child.start(folder, List.of("bash", script.toString()))) {
        assertThat(child.status()).as(child.says()).isEqualTo(1);
        assertThat(child.says()).isEqualTo(expected);
      }
    }
    String both = "cat '" + archive + "' | " + vtrace + " export -q --to csv -o - -\n";
    Path script = Files.writeString(folder.resolve("both.sh"), both);
    try (Child child = Child.start(folder, List.of("bash", script.toString()))) {
      child.status();
      assertThat(child.says()).contains("window,role,participant,device,");
    }
  }

  /** The launcher's own lines about the locale, before the program that it starts. */
  @Test
  @Tag("external")
  void namesMayHaveAnyLettersWhereTheLocaleIsC() throws Exception {
    Path archive = packed("\u00fcber.tgz");
    String launcher = Files.readString(LspCapture.root().resolve("vtrace"));
    int from = launcher.indexOf("case ${LC_ALL:-");
    String locale = launcher.substring(from, launcher.indexOf("esac", from) + 4);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path script =
        Files.writeString(
            folder.resolve("locale.sh"),
            locale
                + "\nexec "
                + java
                + " -cp '"
                + System.getProperty("java.class.path")
                + "' "
                + Main.class.getName()
                + " why -q '"
                + archive
                + "'\n");
    List<String> words = List.of("env", "-u", "LC_CTYPE", "LC_ALL=C", "LANG=C", "sh");
    List<String> all = new ArrayList<>(words);
    all.add(script.toString());
    try (Child child = Child.start(folder, all)) {
      assertThat(child.status()).as(child.says()).isEqualTo(1);
      assertThat(child.says()).startsWith("failed     migration 1");
    }
  }

  @Test
  void aPictureOfAnUnknownFormatIsRefused() {
    Run run = Run.vtrace("timeline", "-o", folder + "/run.gif", SAMPLE.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains("does not end in .png, .svg, .html, .json or .txt");
    assertThat(folder.resolve("run.gif")).doesNotExist();
  }
}
