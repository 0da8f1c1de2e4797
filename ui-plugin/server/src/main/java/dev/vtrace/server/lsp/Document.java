// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.run.Stamp;
import dev.vtrace.server.text.LandmarkRow;
import dev.vtrace.server.text.Rendering;
import dev.vtrace.server.text.TextFile;
import java.nio.file.Path;
import java.util.List;
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
    return rendering == null
        ? run.places().atLine(input.name(), line + 1)
        : run.places().atOffset(input.name(), rendering.offset(line));
  }

  /** When the record of a line was, on the common clock of the run; -1 if that is not known. */
  long time(OpenRun run, @Nullable LandmarkRow row) {
    Input input = input(run);
    if (row == null || row.record().timeNs() < 0) {
      return -1;
    }
    return input == null || input.participant().isEmpty()
        ? row.record().timeNs()
        : run.common(input.participant(), row.record().timeNs());
  }
}
