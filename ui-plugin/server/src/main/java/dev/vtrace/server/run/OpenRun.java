// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.export.TimelineIds;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.LoadedFile;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A run that was read, with everything that views ask for. Immutable.
 *
 * @param id the URI that requests name it by
 * @param files what became of each file
 * @param run what rules look at: single messages and lines
 * @param places what each line and offset is about
 * @param windows by their ids, groups around them included
 * @param items ids of timeline items, by windows' ids and {@code window/operation} positions
 * @param documents the URI to open for evidence in a file, by the file's name
 */
public record OpenRun(
    String id,
    OpenedFrom kind,
    Capture capture,
    List<LoadedFile> files,
    Migration migration,
    CheckedRun run,
    CheckResult check,
    Timeline timeline,
    PlaceIndex places,
    Map<String, Window> windows,
    Map<String, Integer> items,
    Map<String, String> documents)
    implements TimelineIds {
  /** What it was opened from. */
  public enum OpenedFrom {
    FOLDER("folder"),
    FILE("file"),
    FILES("files");

    private final String label;

    OpenedFrom(String label) {
      this.label = label;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }
  }

  /** The input with this path, or null. */
  public @Nullable Input input(Path path) {
    for (Input input : capture.inputs()) {
      if (input.path().toAbsolutePath().normalize().equals(path)) {
        return input;
      }
    }
    return null;
  }

  /** The input that evidence names, or null. */
  public @Nullable Input input(String name) {
    for (Input input : capture.inputs()) {
      if (input.name().equals(name)) {
        return input;
      }
    }
    return null;
  }

  /** The window with an id that the run has. */
  public Window window(String id) {
    return requireNonNull(windows.get(id));
  }

  /** The timeline item with this id, or null. */
  public @Nullable Item item(int id) {
    return id < 0 || id >= timeline.items().size() ? null : timeline.items().get(id);
  }

  @Override
  public OptionalInt itemOf(String window) {
    Integer item = items.get(window);
    return item == null ? OptionalInt.empty() : OptionalInt.of(item);
  }

  @Override
  public OptionalInt itemOf(String window, int operation) {
    return itemOf(window + "/" + operation);
  }

  /** A time of a participant's trace on the common clock, where that can be told. */
  public OptionalLong common(String participant, long timeNs) {
    for (Participant each : migration.participants()) {
      if (each.name().equals(participant)) {
        Clock clock = each.clock();
        return timeNs < 0 || !clock.placed()
            ? OptionalLong.empty()
            : OptionalLong.of(timeNs + clock.offsetNs());
      }
    }
    return timeNs < 0 ? OptionalLong.empty() : OptionalLong.of(timeNs);
  }
}
