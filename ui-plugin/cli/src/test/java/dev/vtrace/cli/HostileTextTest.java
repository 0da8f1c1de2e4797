// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.export.Plain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A capture whose every name and text has in it what terminals, pages and Markdown would obey. No
 * output of any command has any of it as it is.
 */
class HostileTextTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("user.dir"), "..", "..", "samples", "backend-transfer-2q")
          .normalize();
  private static final String[] EVIL = {
    "\u001b[31m",
    "\u001b]0;title\u0007",
    "\u001b]8;;http://evil.example\u001b\\",
    "\u009b2J",
    "\u0085",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\u007f",
    "</script><img src=x>",
    "|",
    "`",
    "@everyone",
    "\b\b",
    Character.toString(0xe0041)
  };

  /** As JSON has it. */
  private static final String NAME = "\\u001b]0;t\\u0007\\u202e@x";

  @TempDir Path folder;
  private final Random random = new Random(20261130);
  private Path capture;

  @BeforeEach
  void made() throws IOException {
    capture = Files.createDirectory(folder.resolve("evil" + "\u001b[31m\u202e`@x`"));
    try (Stream<Path> all = Files.list(SAMPLE)) {
      for (Path each : all.sorted().toList()) {
        hostile(each);
      }
    }
    String roles =
        """
        {"format": "vtrace-capture/1", "tool": "EVIL", "participants": [
         {"name": "srcEVIL", "role": "source"}, {"name": "dstEVIL", "role": "destination"}],
         "files": [{"name": "src.trace.log", "role": "trace", "participant": "srcEVIL"},
          {"name": "dst.trace.log", "role": "trace", "participant": "dstEVIL"},
          {"name": "stream.bin", "role": "stream"}, {"name": "qmp.jsonl", "role": "qmp"}]}
        """;
    Files.writeString(capture.resolve("capture.json"), roles.replace("EVIL", NAME));
    Files.writeString(
        capture.resolve("dst\u009b31m.stderr"),
        "2026-11-23T08:00:00.000000Z qemu-system-x86_64: \u001b]0;t\u0007error \u202e</script> `@a`\n"
            + "2026-11-23T08:00:00.000001Z qemu-system-x86_64: load of migration failed: \u001b[2J\n");
    Files.write(
        capture.resolve("what\u001b[1m.odd"), new byte[] {1, 2, 3, 0x1b, '[', '3', '1', 'm'});
  }

  private void hostile(Path file) throws IOException {
    String name = file.getFileName().toString();
    byte[] bytes = Files.readAllBytes(file);
    if (name.endsWith(".gz")) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readAllBytes();
      }
      name = name.substring(0, name.length() - 3);
    }
    if (name.endsWith(".log")) {
      bytes =
          text(new String(bytes, StandardCharsets.UTF_8), false).getBytes(StandardCharsets.UTF_8);
    } else if (name.equals("qmp.jsonl")) {
      bytes =
          text(new String(bytes, StandardCharsets.UTF_8), true)
              .replaceAll("(\"who\": *\"\\w+)", "$1\\\\u001b]0;t\\\\u0007\\\\u202e@x")
              .getBytes(StandardCharsets.UTF_8);
    } else if (name.equals("stream.bin")) {
      bytes = stream(bytes);
    }
    Files.write(capture.resolve(name), bytes);
  }

  /** Puts something evil after every third word of those that name things. */
  private String text(String text, boolean json) {
    Matcher words =
        Pattern.compile("(?<![_a-z])(?:virtio-blk|vhost-user-blk|completed)").matcher(text);
    return words.replaceAll(
        found -> {
          String evil = random.nextInt(3) > 0 ? "" : EVIL[random.nextInt(EVIL.length)];
          String written = json ? escaped(evil) : evil;
          return Matcher.quoteReplacement(found.group() + written);
        });
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
      out.append(c < ' ' || c > '~' || c == '\\' ? String.format("\\u%04x", (int) c) : "" + c);
    }
    return out.toString();
  }

  /** The device of a section gets another name of the same length everywhere. */
  private static byte[] stream(byte[] bytes) {
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    String evil = "0000:\u001b[m:\u0007.0/vhost";
    return latin
        .replace("0000:00:01.0/vhost", evil.substring(0, 18))
        .replace("fw_cfg", "f\u001b[3mg")
        .replace("apic", "a\u009b\u0007c")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Set<String> raw(String output) {
    Set<String> out = new TreeSet<>();
    output
        .codePoints()
        .filter(c -> Plain.isHidden(c) && c != '\n' && c != '\t')
        .forEach(c -> out.add(Integer.toHexString(c)));
    return out;
  }

  private void safe(String... args) {
    Run run = Run.vtrace(args);
    String what = String.join(" ", args).replaceAll("\\p{C}", "?");
    assertThat(raw(run.out())).as(what).isEmpty();
    assertThat(raw(run.err())).as(what + ", errors").isEmpty();
    assertThat(run.err()).as(what).doesNotContain("internal error");
    assertThat(run.out() + run.err()).as(what).isNotEmpty();
  }

  private String file(String name) {
    return capture.resolve(name).toString();
  }

  private String report(String format, String keep) throws IOException {
    Path to = folder.resolve("report." + format);
    safe("report", "--keep", keep, "-o", to.toString(), capture.toString());
    String text = Files.readString(to);
    assertThat(raw(text)).as(format).isEmpty();
    return text;
  }

  @Test
  void noCommandPrintsAnyOfIt() throws IOException {
    String all = capture.toString();
    assertThat(Run.vtrace("skips", all).out()).contains("src\\x1b]0;t\\x07\\u202e@x");
    for (String command : List.of("skips", "check", "timeline", "fds")) {
      safe(command, all);
      safe(command, "-f", "json", all);
    }
    safe("check", "-f", "sarif", all);
    safe("timeline", "-f", "svg", all);
    safe("timeline", "-f", "html", all);
    safe("decode", file("stream.bin"));
    safe("decode", "-s", "*", "--offsets", "--hex", "--ram", file("stream.bin"));
    safe("decode", "-f", "analyze-migration", file("stream.bin"));
    safe("decode", "-f", "json", file("stream.bin"));
    safe("decode", "--extract", folder.resolve("x\u001b[1m").toString(), file("stream.bin"));
    safe("diff", file("stream.bin"), SAMPLE.resolve("stream.bin").toString());
    safe("diff", "--layout", file("stream.bin"), SAMPLE.resolve("stream.bin").toString());
    safe("diff", all, SAMPLE.toString());
    report("md", "mac");
    report("md", "word,host,path");
    report("html", "word,host,path");
    safe("decode", file("none\u001b]0;t\u0007\u202e"));
    safe("skips", file("what\u001b[1m.odd"));
    safe("\u001b[31mcommand");
    safe("skips", "--\u001b[31m");
    safe("report", "--keep", "\u001b[31m", all);
  }

  @Test
  void aTerminalGetsOnlyColours() {
    for (String command : List.of("skips", "check", "timeline", "fds")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Console console =
          new Console(
              InputStream.nullInputStream(),
              out,
              new ByteArrayOutputStream(),
              java.util.Map.of("TERM", "xterm"),
              "/dev/pts/1");
      Main.run(new String[] {command, capture.toString()}, console);
      String shown = out.toString(StandardCharsets.UTF_8);
      assertThat(raw(shown.replaceAll("\u001b\\[(0|1|2|3[1236])m", ""))).as(command).isEmpty();
    }
  }

  @Test
  void markdownHasNoneOfItOutsideOfCode() throws IOException {
    String text = report("md", "word,host,path");
    assertThat(text.replaceAll("`[^`\n]*`", "")).doesNotContain("@", "<", "|", "`", "![");
  }
}
