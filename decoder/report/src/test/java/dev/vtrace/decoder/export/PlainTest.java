// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlainTest {
  private static String all() {
    StringBuilder out = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  @Test
  void whatIsObeyedAndNotSeenBecomesANumber() {
    assertThat(Plain.text("a\u001b]8;;http://x\u0007b\u009b31mc\u007f\r\n\td"))
        .isEqualTo("a\\x1b]8;;http://x\\x07b\\x9b31mc\\x7f\\x0d\\x0a\\x09d");
    assertThat(Plain.text("x\u202Ey\u2066z\u200b\ufeff\u2028\u00ad"))
        .isEqualTo("x\\u202ey\\u2066z\\u200b\\ufeff\\u2028\\xad");
    assertThat(Plain.text("tag" + Character.toString(0xe0041) + "\ufe0f"))
        .isEqualTo("tag\\u{e0041}\\ufe0f");
    assertThat(Plain.text("half \ud83d pair")).isEqualTo("half \\ud83d pair");
  }

  @Test
  void allElseStays() {
    String text = "µs, Grüße, עברית, 中文, 🙂, C:\\x1b, '\"<>&";
    assertThat(Plain.text(text)).isSameAs(text);
    assertThat(Plain.lines("a\n\tb")).isEqualTo("a\n\tb");
    assertThat(Plain.lines("a\r\nb")).isEqualTo("a\\x0d\nb");
  }

  @Test
  void noCharacterOfUnicodeThatIsHiddenGetsThrough() {
    assertThat(Plain.lines(all()).codePoints().filter(c -> c != '\n' && c != '\t'))
        .noneMatch(Plain::isHidden);
  }

  @Test
  void aStreamLetsOnlyItsOwnColoursThrough() {
    String evil = "\u001b]0;t\u0007\u001b[31mred\u001b[2J\u001b[0m\u202E";
    String line = new TextLine(true).add(TextLine.Colour.RED, evil).end();
    assertThat(printed(line, false)).doesNotContain("\u001b").contains("\\x1b]0;t\\x07");
    assertThat(printed(line, true))
        .isEqualTo("\u001b[31m\\x1b]0;t\\x07\\x1b[31mred\\x1b[2J\\x1b[0m\\u202e\u001b[0m\n");
    assertThat(printed(evil, true)).contains("\\x1b]0;t").contains("\\x1b[2J\u001b[0m");
  }

  private static String printed(String text, boolean colour) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = TextStream.of(new PrintStream(bytes, true, StandardCharsets.UTF_8), colour);
    out.println(text);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyWayOfPrintingIsMadeSafe() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new TextStream(bytes);
    out.print('\u001b');
    out.print(new char[] {'\u001b'});
    out.println((Object) "\u001b");
    out.println('\u001b');
    out.println(new char[] {'\u001b'});
    out.printf(Locale.ROOT, "%s%n", "\u001b");
    out.append("\u001b").append('\u001b').append("\u001b\u001b", 0, 1);
    out.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .doesNotContain("\u001b")
        .matches("(?s)(\\\\x1b\\s*){9}");
  }

  @Test
  void widthsAreThoseOfWhatIsSeen() {
    assertThat(new TextLine(false).left("\u001b", 6).add("|").end()).isEqualTo("\\x1b  |");
    assertThat(new TextLine(false).right("\u202e", 8).end()).isEqualTo("  \\u202e");
  }

  @Test
  void jsonIsExactAndHasNoneOfThemRaw() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(bytes)) {
      json.writeString(all());
    }
    String written = bytes.toString(StandardCharsets.UTF_8);
    assertThat(written.codePoints()).noneMatch(Plain::isHidden);
    assertThat(new ObjectMapper().readValue(written, String.class)).isEqualTo(all());
  }
}
