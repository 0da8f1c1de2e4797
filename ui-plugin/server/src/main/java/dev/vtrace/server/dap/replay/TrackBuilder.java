// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import java.util.ArrayList;
import java.util.List;

/** The drafts of one track in their order. */
final class TrackBuilder {
  final ReplayTrack track;
  List<StepBuilder> drafts = new ArrayList<>();

  TrackBuilder(ReplayTrack track) {
    this.track = track;
  }

  /** Takes what was left out into the order. */
  void unfold() {
    List<StepBuilder> out = new ArrayList<>(drafts.size());
    for (StepBuilder draft : drafts) {
      out.addAll(draft.before);
      out.add(draft);
      out.addAll(draft.behind);
    }
    drafts = out;
  }

  /** A draft with a time goes where its time is, after those with the same. */
  void insert(StepBuilder draft) {
    int at = drafts.size();
    while (at > 0 && drafts.get(at - 1).timeNs > draft.timeNs) {
      at--;
    }
    drafts.add(at, draft);
  }

  /**
   * Gives each draft a time that is not before that of the one before it; what has none gets that
   * of its neighbour.
   *
   * @param otherwise the time where no draft has one
   */
  void monotone(long otherwise) {
    long last = otherwise;
    for (StepBuilder draft : drafts) {
      if (draft.timeNs >= 0) {
        last = draft.timeNs;
        break;
      }
    }
    for (StepBuilder draft : drafts) {
      last = Math.max(last, draft.timeNs);
      draft.timeNs = last;
    }
  }
}
