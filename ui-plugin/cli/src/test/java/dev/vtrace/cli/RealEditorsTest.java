// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The editors themselves, without a screen, against the server: skipped where they are missing. */
class RealEditorsTest {
  private static final String LOG = "src.trace.log";
  private static final long LIMIT_SECONDS = 300;

  @TempDir static Path folder;
  private static LspCapture capture;

  @BeforeAll
  static void unpack() throws IOException {
    capture = LspCapture.of("backend-transfer-2q", folder);
  }

  private static void needs(String program) {
    boolean there = false;
    for (String each : System.getenv("PATH").split(File.pathSeparator)) {
      there |= Files.isExecutable(Path.of(each, program));
    }
    assumeTrue(there, "needs " + program);
  }

  private static Path script(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = RealEditorsTest.class.getResourceAsStream("editors/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** The settings that EDITORS.md tells people to write, as a file. */
  private static Path settings(String language, String name) throws IOException {
    String page = Files.readString(LspCapture.root().resolve("ui-plugin/server/EDITORS.md"));
    String begin = "```" + language + "\n";
    int from = page.indexOf(begin) + begin.length();
    return Files.writeString(folder.resolve(name), page.substring(from, page.indexOf("```", from)));
  }

  /** A folder with the program {@code vtrace}. */
  private static Path bin() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path program =
        Files.writeString(
            bin.resolve("vtrace"),
            "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -Xmx256m -cp '%s' dev.vtrace.cli.Main \"$@\"\n"
                .formatted(java, System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return bin;
  }

  private static int line(String text, int n) throws IOException {
    return capture.line(LOG, text, n) + 1;
  }

  /** What an editor wrote, by headings. */
  private static Map<String, String> run(String name, String... command) throws Exception {
    Path out = folder.resolve(name + ".out");
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(capture.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Map<String, String> environment = builder.environment();
    environment.put("HOME", Files.createDirectories(folder.resolve(name + "-home")).toString());
    environment.put("PATH", bin() + File.pathSeparator + environment.get("PATH"));
    environment.put("VTRACE_LOG", capture.folder().resolve(LOG).toString());
    environment.put("VTRACE_OUT", out.toString());
    environment.put("VTRACE_LINE", "" + (line("vhost_dev_stop_in", 1) + 1));
    environment.put("VTRACE_WINDOW_OUT", "" + line("vhost_dev_start_out", 0));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
          .as(() -> "it hangs: " + read(log) + read(out))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : read(out).split("(?m)^== ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        parts.put(part.substring(0, end), part.substring(end + 1));
      }
    }
    assertThat(parts).as(read(log)).containsKey("end");
    return parts;
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void everythingWorked(Map<String, String> told) throws IOException {
    assertThat(told.get("symbols")).contains("switchover stop, back-end transferred");
    assertThat(told.get("hover")).contains("GET_VRING_BASE", "nothing was sent between");
    assertThat(told.get("definition").trim()).isEqualTo("" + line("vhost_dev_start_in", 0));
    assertThat(told.get("action Open in the timeline")).containsPattern("-timeline-at-\\d+\\.html");
    assertThat(told.get("action Show the operations of")).contains(".txt");
    assertThat(told.get("action Show the evidence as text")).contains("evidence.txt");
    assertThat(told.get("action Explain VT3316")).contains("VT3316.md");
    assertThat(Integer.parseInt(told.get("references").trim())).isPositive();
    assertThat(Integer.parseInt(told.get("workspace symbols").trim())).isPositive();
  }

  @Test
  void nvim() throws Exception {
    needs("nvim");
    String log = capture.folder().resolve(LOG).toString();
    Map<String, String> told =
        run(
            "nvim",
            "nvim",
            "--headless",
            "-u",
            settings("lua", "init.lua").toString(),
            "-S",
            script("nvim.lua").toString(),
            log);
    everythingWorked(told);
    assertThat(told.get("diagnostics")).contains("VT3316 " + (line("vhost_dev_stop_in", 1) + 1));
    assertThat(told.get("lenses")).contains("44 operations skipped");
    assertThat(told.get("lens")).contains("timeline.html");
  }

  @Test
  void eglot() throws Exception {
    needs("emacs");
    Map<String, String> told =
        run(
            "eglot",
            "emacs",
            "--batch",
            "-f",
            "package-initialize",
            "-l",
            settings("elisp", "init.el").toString(),
            "-l",
            script("eglot.el").toString());
    everythingWorked(told);
    assertThat(told.get("hover")).doesNotContain("**");
    assertThat(told.get("diagnostics")).contains("VT3316");
  }
}
