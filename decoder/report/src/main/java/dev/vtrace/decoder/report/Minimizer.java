// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.redact.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a capture down to what its verdicts and findings rest on. It tries one cut after the other,
 * from the largest on, reads what is left, and takes the cut back if anything is said differently;
 * after a bounded number of tries it is content.
 */
final class Minimizer {
  private final Path folder;
  private final List<String> steps = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Capture best;

  @SuppressWarnings("NullAway.Init")
  private String wanted;

  private int number;

  /**
   * A minimizer.
   *
   * @param folder an empty one, for files that are cut
   */
  Minimizer(Path folder) {
    this.folder = folder;
  }

  /** The smallest capture found that says the same. */
  Capture minimize(Capture capture) throws IOException {
    best = capture;
    wanted = said(capture);
    for (Input input : capture.inputs()) {
      drop(input);
    }
    for (Input input : List.copyOf(best.inputs())) {
      if (input.role() == InputRole.STREAM) {
        new StreamCut(this, input).cut();
      }
    }
    for (Input input : List.copyOf(best.inputs())) {
      switch (input.kind()) {
        case QEMU_LOG,
            SIMPLETRACE_TEXT,
            FTRACE,
            STRACE,
            BACKEND_LOG,
            QMP,
            VHOST_USER_JSON,
            TRACE_EVENTS ->
            new LineCut(this, input).cut();
        case SIMPLETRACE -> new SimpletraceCut(this, input).cut();
        default -> {}
      }
    }
    return best;
  }

  private static String said(Capture capture) throws IOException {
    Reporter.Read read = Reporter.read(capture);
    return FindingsFingerprint.ofWords(read.migration(), read.check());
  }

  /** The smallest capture up to now. */
  Capture best() {
    return best;
  }

  /** A place for a file that is to take the place of another. */
  Path copyPath(Input input) throws IOException {
    Path own = Files.createDirectory(folder.resolve("cut" + number++));
    return own.resolve(input.path().getFileName());
  }

  /** Takes a capture with other files, if it says the same. */
  boolean accept(Map<Input, Path> changed) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (Input input : best.inputs()) {
      Path to = changed.get(input);
      inputs.add(
          to == null
              ? input
              : new Input(to, input.name(), input.kind(), input.role(), input.participant()));
    }
    return accept(best.with(inputs));
  }

  private boolean accept(Capture candidate) throws IOException {
    if (candidate.isEmpty() || !said(candidate).equals(wanted)) {
      return false;
    }
    best = candidate;
    return true;
  }

  /** Notes what was cut off, in words. */
  void note(String step) {
    steps.add(step);
  }

  private void drop(Input input) throws IOException {
    List<Input> rest = new ArrayList<>(best.inputs());
    rest.remove(input);
    if (accept(best.with(rest))) {
      note("the file " + input.name());
    }
  }

  /** How much was cut off. */
  Report.Minimized result(Capture before, Capture after) throws IOException {
    return new Report.Minimized(size(before), size(after), steps);
  }

  private static long size(Capture capture) throws IOException {
    long sum = 0;
    for (Input input : capture.inputs()) {
      sum += Files.size(input.path());
    }
    return sum;
  }

  /** The redaction with what is left of its files. */
  Redaction files(Redaction redaction, Capture after) throws IOException {
    Map<String, Input> left = new HashMap<>();
    for (Input input : after.inputs()) {
      left.put(input.name(), input);
    }
    List<Redaction.File> files = new ArrayList<>();
    for (Redaction.File file : redaction.files()) {
      Input input = left.get(file.name());
      boolean cut = input == null && !file.leftOut();
      long size = input == null ? -1 : Files.size(input.path());
      String why = cut ? "no verdict or finding depends on it" : file.why();
      files.add(new Redaction.File(file.name(), file.kind(), file.before(), size, why));
    }
    return new Redaction(after, files, redaction.replaced(), redaction.kept());
  }
}
