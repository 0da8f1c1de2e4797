// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextFoldTest {
  private static final String SENTENCE =
      "qemu-system-x86_64: get_pci_config_device: Bad config data: i=0x9a read: 1 device: 2";

  @Test
  void aLongLineGoesOnBelowItsLastColumn() {
    assertThat(new TextLine(false, screen(60)).spaces(2).left("at", 5).hanging(SENTENCE).end())
        .isEqualTo(
            "  at   qemu-system-x86_64: get_pci_config_device: Bad config\n"
                + "       data: i=0x9a read: 1 device: 2");
  }

  @Test
  void nothingIsLostAndNothingIsWiderWhateverTheWidth() {
    for (int width = 30; width < 120; width++) {
      String text = new TextLine(false, screen(width)).spaces(4).hanging(SENTENCE).end();
      assertThat(text.replaceAll("\\s+", " ").trim()).isEqualTo(SENTENCE);
      int most = width;
      assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(most);
    }
  }

  /** Whoever searches in a file finds sentences of QEMU as QEMU wrote them. */
  @Test
  void withoutAScreenSentencesStayWhole() {
    String line =
        new TextLine(false).left("a-very-long-name", 8).hanging(SENTENCE + SENTENCE).end();
    assertThat(line).isEqualTo("a-very-long-name  " + SENTENCE + SENTENCE);
    assertThat(new TextLine(false).evidence("src.log:1", 4, SENTENCE).end())
        .isEqualTo("src.log:1  " + SENTENCE);
  }

  @Test
  void coloursTakeNoColumns() {
    String plain = new TextLine(false, screen(60)).add("a ").hang().add(SENTENCE).end();
    String coloured =
        new TextLine(true, screen(60)).add("a ").hang().add(TextLine.Colour.DIM, SENTENCE).end();
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
  }

  @Test
  void aWordLongerThanTheLineIsCutAfterAFolder() {
    String path = "/var/lib/libvirt/qemu/a-folder/another-folder/" + "x".repeat(40);
    assertThat(TextFold.fold(path, 60, 2).lines())
        .containsExactly("/var/lib/libvirt/qemu/a-folder/another-folder/", "  " + "x".repeat(40));
    assertThat(TextFold.fold("y".repeat(70), 60, 0).lines())
        .containsExactly("y".repeat(60), "y".repeat(10));
  }

  @Test
  void wideLettersTakeTwoColumns() {
    assertThat(TextFold.columns("\u6f22\u5b57 u\u0308")).isEqualTo(6);
    assertThat(TextFold.fold("\u6f22".repeat(40), 60, 0).lines())
        .containsExactly("\u6f22".repeat(30), "\u6f22".repeat(10));
  }

  @Test
  void aCellThatIsTooLongShiftsNoColumn() {
    assertThat(new TextLine(false, screen(60)).left("a-very-long-name", 8).add("value").end())
        .isEqualTo("a-very-long-name\n        value");
  }

  @Test
  void runsOfThreeQueuesAndMoreAreRanges() {
    assertThat(QueueRanges.of(IntStream.range(0, 8).boxed().toList())).isEqualTo("q0-7");
    assertThat(QueueRanges.of(List.of(0, 1))).isEqualTo("q0 q1");
    assertThat(QueueRanges.of(List.of(0, 1, 2, 5, 7, 8, 9, 10))).isEqualTo("q0-2 q5 q7-10");
    assertThat(QueueRanges.of(List.of())).isEmpty();
  }

  @Test
  void aTableFitsAndPutsItsListBelowWhereThereIsNoRoom() {
    assertThat(table(100))
        .isEqualTo(
            """
              object   state    seen at
              eventfd  claimed  src.log:1, dst.log:2
              socket   sent     src.log:3
            """);
    assertThat(table(30))
        .isEqualTo(
            """
              object   state
              eventfd  claimed
                   src.log:1, dst.log:2
              socket   sent
                   src.log:3
            """);
  }

  private static String table(int width) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextStream target = screen(width, out);
    TextTable table =
        new TextTable(
            target,
            false,
            2,
            List.of(
                new TextTable.Column("object", TextTable.ColumnSetting.NAME),
                new TextTable.Column("nothing", TextTable.ColumnSetting.TEXT),
                new TextTable.Column("state", TextTable.ColumnSetting.NAME),
                new TextTable.Column("seen at", TextTable.ColumnSetting.LIST)));
    table.row("eventfd", "", "claimed", "src.log:1, dst.log:2");
    table.row("socket", "", "sent", "src.log:3");
    table.print();
    target.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static TextStream screen(int width) {
    return screen(width, new ByteArrayOutputStream());
  }

  private static TextStream screen(int width, ByteArrayOutputStream out) {
    return new TextStream(out) {
      @Override
      public int width() {
        return width;
      }

      @Override
      public boolean folds() {
        return true;
      }
    };
  }
}
