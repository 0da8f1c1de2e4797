// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.tracer.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace replay}. */
final class ReplayCommand implements Command {
  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String summary() {
    return "play a recorded migration again through the proxies";
  }

  @Override
  public String description() {
    return "Plays the source, the destination and the back-end of a capture: processes of their own"
        + " that send what was recorded over real sockets, with real descriptors, through the"
        + " recording proxies. Descriptors that are the same object in the original are the same"
        + " one here, and a connection that changes hands is passed on in the stream. The new"
        + " capture has what the proxies recorded, with the times of the original, and the"
        + " logs and all other files of the original.\n\nThe exit status is 1 if the new"
        + " capture does not give the same results as the original, or if the stream"
        + " hands over a different object than the back-end was given.";
  }

  @Override
  public String operands() {
    return "CAPTURE";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Opt.value("o", "output", "DIR", "the new capture: a new or an empty directory"))
        .addOption(
            Opt.value(
                null,
                "swap",
                "NUMBER",
                "make a mistake: swap this descriptor of the stream, as 'vtrace fds' numbers it,"
                    + " with another one of its kind"));
  }

  @Override
  public String wrong() {
    return "the new capture differs from the original";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace replay samples/backend-transfer-2q -o again", "a backend transfer"),
        new Example(
            "vtrace replay samples/backend-transfer-2q --swap 8 -o wrong",
            "the same with a mistake, which 'vtrace check wrong' shows"));
  }

  @Override
  public boolean pages(CommandLine line) {
    return false;
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    if (line.getArgList().size() != 1) {
      throw new UsageException("give one capture");
    }
    if (!line.hasOption("output")) {
      throw new UsageException("missing --output");
    }
    Path from = Path.of(line.getArgList().get(0));
    if (!Files.exists(from)) {
      throw new NoSuchFileException(from.toString());
    }
    Path output = Path.of(line.getOptionValue("output"));
    Replay replay = play(CaptureOpener.open(from), output, swap(line), console);
    print(replay, console);
    List<String> wrong = wrong(replay.replayed());
    wrong.forEach(each -> console.out().println(Plain.text("wrong: " + each)));
    console.out().flush();
    return replay.differences().isEmpty() && wrong.isEmpty()
        ? ExitStatus.OK
        : ExitStatus.FOUND_WRONG;
  }

  private static Replay play(Capture capture, Path output, int swap, Console console)
      throws UsageException, IOException {
    try {
      return Replay.of(
          capture, output, Version.tool(), swap, note -> console.note("vtrace: " + note));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--swap: " + e.getMessage());
    }
  }

  private static int swap(CommandLine line) throws UsageException {
    String value = line.getOptionValue("swap");
    if (value != null && !Operands.isNumber(value, 9)) {
      throw new UsageException("--swap: '" + value + "' is not a descriptor number");
    }
    return value == null ? Replay.NO_SWAP : Integer.parseInt(value);
  }

  private static void print(Replay replay, Console console) {
    List<String> who = new ArrayList<>();
    replay.processes().forEach((name, process) -> who.add(name + " (" + process + ")"));
    console.out().println(Plain.text("played by " + String.join(", ", who)));
    console
        .out()
        .printf(
            "%,d messages and %,d descriptors passed, %d in streams%n",
            replay.messages(), replay.descriptors(), streamed(replay.replayed(), null));
    int same = streamed(replay.replayed(), Origin.IdentityMatch.SAME);
    if (same > 0) {
      console.out().println(same + " of them are the same objects that the back-end was given");
    }
    if (replay.differences().isEmpty()) {
      console.out().println("messages, streams, ledger and descriptors are those of the original");
    }
    replay.differences().forEach(each -> console.out().println(Plain.text("differs: " + each)));
  }

  private static int streamed(Migration migration, Origin.@Nullable IdentityMatch match) {
    int count = 0;
    for (Descriptor fd : migration.descriptors()) {
      boolean counts =
          match == null
              ? fd.channel() == Descriptor.DescriptorChannel.STREAM && fd.wireNs().isPresent()
              : fd.origin() != null && fd.origin().match() == match;
      count += counts ? 1 : 0;
    }
    return count;
  }

  private static List<String> wrong(Migration migration) {
    List<String> out = new ArrayList<>();
    for (Descriptor fd : migration.descriptors()) {
      if (fd.origin() != null && fd.origin().match() == Origin.IdentityMatch.DIFFERENT) {
        out.add(
            fd.purpose()
                + " is "
                + fd.identity()
                + ", "
                + fd.origin().message()
                + (fd.origin().index().isEmpty() ? " is " : " gave the back-end ")
                + fd.origin().given());
      }
    }
    return out;
  }
}
