// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.exporter.ExportEvent.ExportFlow;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the arrows between items: from a request to its reply, and from the stop that hands a
 * device over to the start that takes it.
 */
final class FlowFinder {
  private final ExportedRun run;
  private final Timeline timeline;
  private final Map<Integer, List<ExportFlow>> ends = new HashMap<>();
  private final List<ReplyMark> answers = new ArrayList<>();
  private long next = 1;

  /**
   * A reply, which the timeline does not have.
   *
   * @param request item of its request
   */
  record ReplyMark(int request, Message message, ExportFlow flow) {}

  FlowFinder(ExportedRun run) {
    this.run = run;
    this.timeline = run.timeline();
  }

  void find() {
    replies();
    handOvers();
  }

  /** The ends of arrows at an item. */
  List<ExportFlow> at(int item) {
    return ends.getOrDefault(item, List.of());
  }

  /** The replies to items. */
  List<ReplyMark> answers() {
    return answers;
  }

  /** A place in a file without what stands there. */
  private record MessagePlace(String file, long line, long offset) {
    static MessagePlace of(Evidence place) {
      return new MessagePlace(place.file(), place.line(), place.offset());
    }

    static MessagePlace of(SourceSpan span) {
      return new MessagePlace(span.file(), span.line(), span.offset());
    }
  }

  private void replies() {
    Map<MessagePlace, Integer> items = new HashMap<>();
    for (Item item : timeline.items()) {
      if (item.kind() == Item.ItemKind.MESSAGE && !item.evidence().isEmpty()) {
        items.putIfAbsent(MessagePlace.of(item.evidence().get(0)), item.id());
      }
    }
    for (Connection connection : run.connections()) {
      List<SessionStep> steps = connection.session().steps();
      for (SessionStep step : steps) {
        if (step.answers().isPresent()) {
          SessionStep asked = steps.get(step.answers().getAsInt());
          Integer request = items.get(MessagePlace.of(asked.message().span()));
          if (request != null) {
            long id = next++;
            end(request, new ExportFlow(id, false));
            answers.add(new ReplyMark(request, step.message(), new ExportFlow(id, true)));
          }
        }
      }
    }
  }

  private record DeviceWindow(String participant, String device, String kind) {}

  /** Pairs windows with their items, which are in the same order. */
  private Map<String, Integer> itemsOfWindows() {
    Map<DeviceWindow, List<Item>> items = new LinkedHashMap<>();
    for (Item item : timeline.items()) {
      if (item.kind() == Item.ItemKind.WINDOW && item.lane() >= 0) {
        Lane lane = timeline.lanes().get(item.lane());
        items
            .computeIfAbsent(
                new DeviceWindow(lane.participant(), lane.device(), item.name()),
                key -> new ArrayList<>())
            .add(item);
      }
    }
    Map<DeviceWindow, List<Window>> windows = new LinkedHashMap<>();
    Stream.concat(run.migration().windows().stream(), run.migration().around().stream())
        .forEach(
            each ->
                windows
                    .computeIfAbsent(
                        new DeviceWindow(each.participant(), each.device(), each.kind().label()),
                        key -> new ArrayList<>())
                    .add(each));
    Map<String, Integer> out = new HashMap<>();
    windows.forEach(
        (key, list) -> {
          List<Item> drawn = items.getOrDefault(key, List.of());
          boolean timed = list.stream().allMatch(each -> each.beginNs() >= 0);
          if (timed) {
            list.sort(Comparator.comparingLong(Window::beginNs));
          }
          for (int i = 0; i < list.size() && list.size() == drawn.size(); i++) {
            out.put(list.get(i).id(), drawn.get(i).id());
          }
        });
    return out;
  }

  private void handOvers() {
    Map<String, Integer> items = itemsOfWindows();
    Map<Integer, List<Window>> windows = run.migration().byAttempt();
    for (Attempt attempt : run.migration().attempts()) {
      Map<String, Window> stops = new HashMap<>();
      for (Window window : windows.getOrDefault(attempt.number(), List.of())) {
        boolean stop = window.kind() == Window.WindowKind.STOP;
        if (stop && window.participant().equals(attempt.source()) && handsOver(window)) {
          stops.put(window.device(), window);
        }
      }
      for (Window window : windows.getOrDefault(attempt.number(), List.of())) {
        Window stop = stops.get(window.device());
        boolean start = window.kind() == Window.WindowKind.START;
        boolean takes = window.participant().equals(attempt.destination()) && handsOver(window);
        if (start && takes && stop != null) {
          arrow(items.get(stop.id()), items.get(window.id()));
        }
      }
    }
  }

  private static boolean handsOver(Window window) {
    return window.phase() == Phase.SWITCHOVER;
  }

  private void arrow(@Nullable Integer from, @Nullable Integer to) {
    if (from != null && to != null) {
      long id = next++;
      end(from, new ExportFlow(id, false));
      end(to, new ExportFlow(id, true));
    }
  }

  private void end(int item, ExportFlow flow) {
    ends.computeIfAbsent(item, key -> new ArrayList<>()).add(flow);
  }
}
