// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.charts.TimelineCanvas.Viewport;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineCanvasTest {
  private static final Viewport ALL = new Viewport(1200, 0, 1);

  @Test
  void findsEachOperationWhereItIsDrawn() throws Exception {
    Timeline timeline = Timelines.sample("backend-transfer-2q");
    TimelineCanvas canvas = new TimelineCanvas(timeline);
    Viewport close = new Viewport(1200, 0.4, 0.6);
    for (Viewport view : List.of(ALL, close)) {
      BufferedImage image = canvas.draw(view);
      assertThat(image.getHeight()).isEqualTo(canvas.height());
      for (Item item : timeline.items(Item.ItemKind.OPERATION)) {
        Rectangle2D place = canvas.bounds(item, view);
        if (Glyph.of(item.state()) == null || item.lane() < 0) {
          continue;
        }
        Item found = canvas.at(place.getCenterX(), place.getCenterY(), view);
        // Two may lie on one pixel.
        assertThat(canvas.bounds(found, view).getCenterX())
            .isCloseTo(place.getCenterX(), org.assertj.core.data.Offset.offset(0.5));
        assertThat(found.lane()).isEqualTo(item.lane());
      }
    }
  }

  @Test
  void tellsTheTimeOfAPlace() throws Exception {
    Timeline timeline = Timelines.sample("backend-transfer-2q");
    TimelineCanvas canvas = new TimelineCanvas(timeline);
    Item some = timeline.items(Item.ItemKind.OPERATION).get(20);
    Rectangle2D place = canvas.bounds(some, ALL);
    long told = canvas.timeAt(place.getCenterX(), ALL).orElseThrow();
    assertThat(timeline.scale().at(told))
        .isCloseTo(timeline.scale().at(some.begin()), org.assertj.core.data.Offset.offset(1e-3));
    assertThat(canvas.timeAt(-5000, ALL)).isEmpty();
  }

  @Test
  void refusesAViewOfNothing() {
    assertThatThrownBy(() -> new Viewport(1200, 0.5, 0.5)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> new Viewport(10, 0, 1)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> new Viewport(1200, Double.NaN, 1))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void drawsTheMarksOfVerdicts() {
    assertThat(VerdictMark.draw("skipped", 16).getWidth()).isEqualTo(16);
    assertThat(VerdictMark.draw("not-due", 16)).isNull();
  }
}
