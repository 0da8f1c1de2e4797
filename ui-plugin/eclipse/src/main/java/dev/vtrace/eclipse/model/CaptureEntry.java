// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.model;

import com.google.gson.JsonObject;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.DescriptorsAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.EvidenceFile;
import dev.vtrace.eclipse.server.ServerAnswers.LedgerAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.OpenAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.ProblemsAnswer;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.server.ServerConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;

/**
 * All that the views show of one capture. Immutable; a capture that changed is read anew.
 *
 * @param path a folder, a {@code .vtrace} file, or a single file
 */
public record CaptureEntry(
    Path path,
    OpenAnswer info,
    LedgerAnswer ledger,
    DescriptorsAnswer descriptors,
    ProblemsAnswer problems,
    Timeline timeline) {
  /**
   * Of so many items at most all are fetched; of more the server merges what falls on one pixel.
   */
  private static final int MOST_ITEMS = 250_000;

  private static final int PIXELS = 8192;

  /**
   * Reads a capture.
   *
   * @throws IOException with a sentence, if it cannot be read
   */
  public static CaptureEntry read(Path path, ServerConnection server, IProgressMonitor monitor)
      throws IOException {
    SubMonitor progress = SubMonitor.convert(monitor, "Reading " + path.getFileName(), 5);
    OpenAnswer info =
        server.ask(
            "vtrace/open",
            ServerAnswers.of("uri", path.toUri().toString()),
            OpenAnswer.class,
            progress.split(1));
    JsonObject of = ServerAnswers.of("capture", info.capture());
    LedgerAnswer ledger = server.ask("vtrace/ledger", of, LedgerAnswer.class, progress.split(1));
    DescriptorsAnswer descriptors =
        server.ask("vtrace/fds", of, DescriptorsAnswer.class, progress.split(1));
    ProblemsAnswer problems =
        server.ask("vtrace/diagnostics", of, ProblemsAnswer.class, progress.split(1));
    JsonObject part = of.deepCopy();
    part.addProperty("brief", true);
    part.addProperty("pixels", info.timeline().items() > MOST_ITEMS ? PIXELS : 0);
    Timeline timeline =
        TimelineReader.timeline(
            server.ask("vtrace/timeline", part, JsonObject.class, progress.split(1)));
    return new CaptureEntry(path, info, ledger, descriptors, problems, timeline);
  }

  /** The URI that requests name it by. */
  public String uri() {
    return info.capture();
  }

  /** The name that people see. */
  public String name() {
    return info.name();
  }

  /** The file with a name within the capture. */
  public Optional<EvidenceFile> file(String name) {
    return info.files().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Whether a place is in a migration stream, whose bytes an editor shows. */
  public boolean isStream(ProvingPlace proof) {
    return file(proof.file()).filter(each -> each.role().equals("stream")).isPresent();
  }

  /** Errors, warnings or notes among the findings. */
  public int count(String severity) {
    return info.problems().getOrDefault(severity, 0);
  }
}
