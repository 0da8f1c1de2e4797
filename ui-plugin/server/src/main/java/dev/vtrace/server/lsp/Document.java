// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.run.Stamp;
import dev.vtrace.server.text.LandmarkRow;
import dev.vtrace.server.text.Rendering;
import dev.vtrace.server.text.TextFile;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A text that a client looks at, with the run that it is evidence of.
 *
 * @param path the file, null for text that is in no file
 * @param rendering null where the text is that of the file
 * @param stamp of the file, null for text that is in no file
 */
record Document(
    String uri,
    @Nullable Path path,
    TextFile file,
    @Nullable Rendering rendering,
    @Nullable Stamp stamp) {

  /** The input of a run that it shows, or null. */
  @Nullable Input input(@Nullable OpenRun run) {
    return run == null || path == null ? null : run.input(path);
  }

  /** What a line (first 0) is about. */
  List<Ref> refs(@Nullable OpenRun run, long line) {
    Input input = input(run);
    if (run == null || input == null) {
      return List.of();
    }
    long raw = rawLine(line);
    return raw >= 0
        ? run.places().atLine(input.name(), raw + 1)
        : run.places().atOffset(input.name(), requireNonNull(rendering).offset(line));
  }

  /**
   * The line of the file (first 0) that a line of the document is, or is made of; -1 where the file
   * has no lines.
   */
  long rawLine(long line) {
    return rendering == null || rendering.hasLines() ? line : -1;
  }

  /** Whether evidence stands at a line (first 0), and not near it. */
  boolean shows(Evidence evidence, long line) {
    long raw = rawLine(line);
    return raw >= 0
        ? evidence.line() == raw + 1
        : evidence.offset() == requireNonNull(rendering).offset(line);
  }

  /** When the record of a line was, on the common clock of the run, where that is known. */
  OptionalLong time(OpenRun run, @Nullable LandmarkRow row) {
    Input input = input(run);
    if (row == null || row.record().timeNs() < 0) {
      return OptionalLong.empty();
    }
    return input == null || input.participant().isEmpty()
        ? OptionalLong.of(row.record().timeNs())
        : run.common(input.participant(), row.record().timeNs());
  }
}
