// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An item in words: for tooltip, details, search and screen readers. */
final class ItemWords {
  private ItemWords() {}

  static String title(Item item) {
    return Plain.text(item.queue() < 0 ? item.name() : item.name() + ", queue " + item.queue());
  }

  static String where(Timeline timeline, Item item) {
    if (item.lane() < 0 || item.lane() >= timeline.lanes().size()) {
      return "";
    }
    Lane lane = timeline.lanes().get(item.lane());
    String device = lane.device().substring(lane.device().lastIndexOf('/') + 1);
    String place = (lane.participant() + " " + device).strip();
    return Plain.text(place.isEmpty() ? lane.label() : place);
  }

  static String when(Timeline timeline, Item item) {
    if (!timeline.timed()) {
      return "#" + item.begin();
    }
    String told = item.exact() ? "" : " (estimated, between known times)";
    String takes =
        item.end() > item.begin() ? ", takes " + TimeWords.duration(item.end() - item.begin()) : "";
    return "+" + TimeWords.duration(item.begin() - timeline.begin()) + takes + told;
  }

  static String sentence(Timeline timeline, Item item) {
    return join(
        ", ",
        title(item),
        item.state().label(),
        where(timeline, item),
        when(timeline, item),
        item.why());
  }

  static String tip(Timeline timeline, Item item) {
    String state = join("  \u00b7  ", item.state().label(), where(timeline, item));
    // A single & would be taken for a mnemonic.
    return join("\n", title(item), state, Plain.text(item.why()), when(timeline, item))
        .replace("&", "&&");
  }

  static boolean matches(Timeline timeline, Item item, String words) {
    return sentence(timeline, item).toLowerCase(Locale.ROOT).contains(words);
  }

  private static String join(String separator, String... parts) {
    List<String> out = new ArrayList<>();
    for (String part : parts) {
      if (!part.isEmpty()) {
        out.add(part);
      }
    }
    return String.join(separator, out);
  }
}
