// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventUser;
import dev.vtrace.decoder.trace.event.FormerName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is switched on is what the table of events says that the analysis reads. */
class WantedEventTest {
  @Test
  void patternsAreThoseOfTheTableOfEvents() {
    List<String> never = new ArrayList<>(WantedEvent.patterns());
    for (Event event : Event.values()) {
      boolean switchedOn = false;
      for (String pattern : WantedEvent.patterns()) {
        if (covers(pattern, event)) {
          never.remove(pattern);
          switchedOn = true;
        }
      }
      assertThat(switchedOn).as(event.canonical()).isEqualTo(event.isFor(EventUser.RECORDER));
    }
    assertThat(never).isEmpty();
  }

  @Test
  void eventsAreSwitchedOnByTheirFormerNames() {
    for (Event event : Event.values()) {
      for (FormerName former :
          event.isFor(EventUser.RECORDER) ? event.formers() : List.<FormerName>of()) {
        assertThat(WantedEvent.patterns())
            .as(former.name())
            .anyMatch(
                pattern ->
                    pattern.endsWith("*")
                        ? former.name().startsWith(pattern.substring(0, pattern.length() - 1))
                        : former.name().equals(pattern));
      }
    }
  }

  @Test
  void oneNameOfAnEventIsEnough() {
    assertThat(WantedEvent.lost(List.of("vhost_virtqueue_*", "runstate_set")))
        .containsExactly("runstate_set");
    assertThat(WantedEvent.lost(List.of("vhost_virtque_*"))).isEmpty();
    assertThat(WantedEvent.lost(List.of("vhost_virtqueue_*", "vhost_virtque_*", "no_such")))
        .containsExactly("vhost_virtqueue_*", "no_such");
  }

  @Test
  void eventsAreAddedToTheUsualOnesOrTakeTheirPlace() {
    assertThat(WantedEvent.patterns(List.of(), List.of("virtio_*")))
        .containsAll(WantedEvent.patterns())
        .contains("virtio_*");
    assertThat(WantedEvent.patterns(List.of("vhost_*"), List.of("virtio_*")))
        .containsExactly("vhost_*", "virtio_*");
  }

  private static boolean covers(String pattern, Event event) {
    int star = pattern.indexOf('*');
    return star < 0 ? Event.of(pattern) == event : event.matches(pattern);
  }
}
