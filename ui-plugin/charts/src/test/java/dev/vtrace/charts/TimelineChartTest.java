// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class TimelineChartTest {
  private static byte[] png(Timeline timeline) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TimelineChart(timeline).writePng(out);
    return out.toByteArray();
  }

  private static byte[] svg(Timeline timeline) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TimelineChart(timeline).writeSvg(out);
    return out.toByteArray();
  }

  private static List<String> texts(byte[] svg) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));
    NodeList nodes = document.getElementsByTagName("text");
    List<String> out = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      out.add(nodes.item(i).getTextContent());
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"backend-transfer-2q", "backend-transfer-failed", "ordinary-2q"})
  void aSampleGivesTheSamePictureEachTime(String name) throws Exception {
    Timeline timeline = Timelines.sample(name);
    assertThat(png(timeline)).isEqualTo(png(timeline)).hasSizeLessThan(150_000);
    assertThat(svg(timeline)).isEqualTo(svg(timeline));
    List<String> texts = texts(svg(timeline));
    for (Lane lane : timeline.lanes()) {
      String end = lane.label().substring(Math.max(0, lane.label().length() - 10));
      assertThat(texts).anyMatch(text -> text.endsWith(end));
    }
    assertThat(texts).contains("executed", "skipped", "violation", "transferred");
    assertThat(texts).containsAll(timeline.headline());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 16, 64})
  void noLabelLiesUponAnotherOne(int queues) throws Exception {
    TimelineChart chart = new TimelineChart(Timelines.made(queues, 40 * queues, "text"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chart.writePng(out);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    List<Labels.Placed> labels = chart.plot().labels();
    assertThat(labels).hasSizeGreaterThan(5);
    for (Labels.Placed one : labels) {
      assertThat(one.box().getMaxX()).isLessThanOrEqualTo(image.getWidth());
      assertThat(one.box().getMaxY()).isLessThanOrEqualTo(image.getHeight());
      for (Labels.Placed other : labels) {
        assertThat(one == other || !one.box().intersects(other.box()))
            .as(one + " " + other)
            .isTrue();
      }
    }
    long queueLabels = labels.stream().filter(l -> l.text().startsWith("queue")).count();
    assertThat(queueLabels).isGreaterThanOrEqualTo(Math.min(queues, 16));
  }

  @Test
  void markupInTheEvidenceIsText() throws Exception {
    byte[] svg = svg(Timelines.made(2, 20, Timelines.MARKUP + "\u0001"));
    assertThat(texts(svg)).anyMatch(text -> text.contains(Timelines.MARKUP));
    assertThat(new String(svg, java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("<script", "<img");
  }

  @Test
  void anEmptyTimelineIsAPicture() throws Exception {
    Timeline empty =
        new Timeline(
            "",
            false,
            0,
            0,
            List.of("no migration"),
            List.of(),
            List.of(),
            new dev.vtrace.decoder.timeline.TimeScale(
                List.of(new dev.vtrace.decoder.timeline.Segment(0, 1, 0, 1))),
            List.of());
    assertThat(png(empty)).isNotEmpty();
    assertThat(texts(svg(empty))).contains("no migration");
  }
}
