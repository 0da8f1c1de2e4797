// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.exporter.ExportTrack.ExportTrackKind;
import dev.vtrace.decoder.timeline.Item.ItemKind;
import dev.vtrace.decoder.timeline.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Makes tracks of lanes, and more of them where slices would overlap. */
final class ExportTracks {
  private final List<ExportTrack> tracks = new ArrayList<>();
  private final List<Integer> ofLane = new ArrayList<>();
  private final Map<RowGroup, PriorityQueue<OpenRow>> rows = new HashMap<>();

  private record RowGroup(int lane, ItemKind kind) {}

  /** A row that is free from a time on. */
  private record OpenRow(int track, long free) {}

  ExportTracks(List<Lane> lanes, boolean timed) {
    Map<String, Integer> processes = new HashMap<>();
    for (Lane lane : lanes) {
      boolean within = lane.kind() == Lane.LaneKind.DEVICE || lane.kind() == Lane.LaneKind.QUEUE;
      Integer parent = within ? processes.get(lane.participant()) : null;
      String name = Plain.text(lane.label());
      if (parent == null) {
        int id = tracks.size();
        String suffix = timed ? "" : " (order only, no times)";
        tracks.add(new ExportTrack(id, id, ExportTrackKind.PROCESS, name + suffix));
        if (lane.kind() == Lane.LaneKind.PARTICIPANT) {
          processes.put(lane.participant(), id);
        }
        ofLane.add(id);
      } else {
        String device = Plain.text(lane.device());
        boolean queue = lane.kind() == Lane.LaneKind.QUEUE;
        ofLane.add(add(parent, ExportTrackKind.THREAD, queue ? device + " " + name : name));
      }
    }
    if (tracks.isEmpty()) {
      tracks.add(new ExportTrack(0, 0, ExportTrackKind.PROCESS, "run"));
    }
  }

  List<ExportTrack> tracks() {
    return tracks;
  }

  /** The track of a lane; the first one where there is no such lane. */
  int of(int lane) {
    return lane >= 0 && lane < ofLane.size() ? ofLane.get(lane) : 0;
  }

  int counter(int beside, String name) {
    return add(tracks.get(beside).process(), ExportTrackKind.COUNTER, name);
  }

  /** The track for a slice; slices of a lane and kind must come in the order of their begins. */
  int row(Lane lane, ItemKind kind, long begin, long end) {
    PriorityQueue<OpenRow> open =
        rows.computeIfAbsent(
            new RowGroup(lane.index(), kind),
            group -> new PriorityQueue<>(Comparator.comparingLong(OpenRow::free)));
    OpenRow first = open.peek();
    int track;
    if (first != null && first.free() <= begin) {
      open.poll();
      track = first.track();
    } else if (first == null && belongs(lane, kind)) {
      track = of(lane.index());
    } else {
      track = add(tracks.get(of(lane.index())).process(), ExportTrackKind.ROW, name(lane, kind));
    }
    // What has no extent ends after it begins, so that the next one does not begin within it.
    open.add(new OpenRow(track, end > begin ? end : end + 1));
    return track;
  }

  private static boolean belongs(Lane lane, ItemKind kind) {
    return switch (lane.kind()) {
      case DEVICE -> kind == ItemKind.WINDOW;
      case QUEUE -> kind == ItemKind.RING;
      default -> false;
    };
  }

  private static String name(Lane lane, ItemKind kind) {
    String what =
        switch (kind) {
          case ATTEMPT -> "migration";
          case HANDOVER -> "hand-over";
          case DOWNTIME -> "guest downtime";
          case WINDOW -> "starts and stops";
          case RING -> "ring state";
          case SECTION -> "sections";
          default -> kind.label();
        };
    return lane.device().isEmpty() ? what : Plain.text(lane.device()) + " " + what;
  }

  private int add(int process, ExportTrackKind kind, String name) {
    int id = tracks.size();
    tracks.add(new ExportTrack(id, process, kind, name));
    return id;
  }
}
