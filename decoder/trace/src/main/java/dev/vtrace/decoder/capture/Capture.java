// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All evidence of one run.
 *
 * @param name the name to show to people
 * @param participants names of the QEMUs: the first source first, the last destination last
 * @param inputs the files, in the order in which they were found
 * @param gaps what its recorder says that the files lack
 * @param notes what is wrong with its files, as far as that shows without reading them
 * @param commands command lines of QEMUs by their names, quoted as for a shell
 */
public record Capture(
    String name,
    List<String> participants,
    List<Input> inputs,
    List<RecordedGap> gaps,
    List<FileNote> notes,
    Map<String, String> commands) {
  public Capture {
    commands = Map.copyOf(commands);
    participants = List.copyOf(participants);
    inputs = List.copyOf(inputs);
    gaps = List.copyOf(gaps);
    notes = List.copyOf(notes);
  }

  /** A capture whose recorder tells no command lines. */
  public Capture(
      String name,
      List<String> participants,
      List<Input> inputs,
      List<RecordedGap> gaps,
      List<FileNote> notes) {
    this(name, participants, inputs, gaps, notes, Map.of());
  }

  /** A capture of whose files nothing is known beside what they hold. */
  public Capture(String name, List<String> participants, List<Input> inputs) {
    this(name, participants, inputs, List.of(), List.of());
  }

  /** The gaps of a file, in the order of the description. */
  public List<RecordedGap> gaps(Input input) {
    List<RecordedGap> out = new ArrayList<>();
    for (RecordedGap gap : gaps) {
      if (gap.file().equals(input.name())) {
        out.add(gap);
      }
    }
    return out;
  }

  /** The inputs with a role. */
  public List<Input> with(InputRole role) {
    List<Input> out = new ArrayList<>();
    for (Input input : inputs) {
      if (input.role() == role) {
        out.add(input);
      }
    }
    return out;
  }

  /** The same run, known by these files; what is said of the files stays. */
  public Capture with(List<Input> others) {
    return new Capture(name, participants, others, gaps, notes, commands);
  }

  /** The same run, known by this evidence only. */
  public Capture only(InputRole... roles) {
    List<Input> kept = new ArrayList<>();
    for (InputRole role : roles) {
      kept.addAll(with(role));
    }
    return with(kept);
  }

  /** Whether there is anything in it that can be analysed. */
  public boolean isEmpty() {
    for (Input input : inputs) {
      if (input.role() != InputRole.OTHER && input.role() != InputRole.EVENTS) {
        return false;
      }
    }
    return true;
  }
}
