// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.EventUser;
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

  private static boolean covers(String pattern, Event event) {
    int star = pattern.indexOf('*');
    return star < 0
        ? Event.of(pattern) == event
        : event.canonical().startsWith(pattern.substring(0, star));
  }
}
