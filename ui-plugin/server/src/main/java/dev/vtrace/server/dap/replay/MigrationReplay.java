// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration, step by step. Immutable; {@link ReplayCursor} moves through it.
 *
 * @param tracks those with id n at position n - 1
 * @param steps of all tracks, in the order of time
 * @param deltas what each step changes
 * @param problems what the rules found, by the step that shows it
 * @param streams the inputs that {@link Detail.SectionDetail} counts
 */
public record MigrationReplay(
    Capture capture,
    Migration migration,
    Timeline timeline,
    List<ReplayTrack> tracks,
    List<ReplayStep> steps,
    List<List<Delta>> deltas,
    Map<Integer, List<Problem>> problems,
    List<Input> streams) {
  /**
   * Reads a run. Damage in the evidence is a finding of the model.
   *
   * @throws IOException if a file cannot be read, or if nothing in it is a step
   */
  public static MigrationReplay of(Capture capture) throws IOException {
    return of(capture, KeptBound.USUAL, phase -> {});
  }

  /**
   * The same.
   *
   * @param kept how much of the run becomes steps
   * @param phases gets what is being read, in some words, before it is; it may throw to end it all
   */
  public static MigrationReplay of(Capture capture, KeptBound kept, Consumer<String> phases)
      throws IOException {
    return new ReplayBuilder(capture, kept, phases).build();
  }

  /** The track that a step lies on. */
  public ReplayTrack track(ReplayStep step) {
    return tracks.get(step.track() - 1);
  }

  /** The track of what has state. */
  public ReplayTrack track(Owner owner) {
    return tracks.get(owner.track() - 1);
  }

  /** The track with an id, or null. */
  public @Nullable ReplayTrack track(int id) {
    return id < 1 || id > tracks.size() ? null : tracks.get(id - 1);
  }

  /** The position of the next step of a track after another one. */
  public OptionalInt next(int track, int position) {
    for (int i = position + 1; i < steps.size(); i++) {
      if (steps.get(i).track() == track) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The position of the last step of a track up to another one. */
  public OptionalInt last(int track, int position) {
    for (int i = Math.min(position, steps.size() - 1); i >= 0; i--) {
      if (steps.get(i).track() == track) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
