// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import java.util.ArrayList;
import java.util.List;

/** The drafts of one track in their order. */
final class TrackBuilder {
  final ReplayTrack track;
  List<StepBuilder> steps = new ArrayList<>();

  TrackBuilder(ReplayTrack track) {
    this.track = track;
  }

  /** Takes what was left out into the order. */
  void unfold() {
    List<StepBuilder> out = new ArrayList<>(steps.size());
    for (StepBuilder step : steps) {
      out.addAll(step.before);
      out.add(step);
      out.addAll(step.following);
    }
    steps = out;
  }

  /** A draft with a time goes where its time is, after those with the same. */
  void insert(StepBuilder step) {
    int at = steps.size();
    while (at > 0 && steps.get(at - 1).timeNs > step.timeNs) {
      at--;
    }
    steps.add(at, step);
  }

  /**
   * Gives each draft a time that is not before that of the one before it; what has none gets that
   * of its neighbour.
   *
   * @param otherwise the time where no draft has one
   */
  void monotone(long otherwise) {
    long last = otherwise;
    for (StepBuilder step : steps) {
      if (step.timeNs >= 0) {
        last = step.timeNs;
        break;
      }
    }
    for (StepBuilder step : steps) {
      last = Math.max(last, step.timeNs);
      step.timeNs = last;
    }
  }
}
