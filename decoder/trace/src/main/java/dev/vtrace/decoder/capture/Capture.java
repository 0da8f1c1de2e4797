// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import java.util.ArrayList;
import java.util.List;

/**
 * All evidence of one run.
 *
 * @param name the name to show to people
 * @param participants names of the QEMUs: the first source first, the last destination last
 * @param inputs the files, in the order in which they were found
 */
public record Capture(String name, List<String> participants, List<Input> inputs) {
  public Capture {
    participants = List.copyOf(participants);
    inputs = List.copyOf(inputs);
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

  /** The same run, known by this evidence only. */
  public Capture only(InputRole... roles) {
    List<Input> kept = new ArrayList<>();
    for (InputRole role : roles) {
      kept.addAll(with(role));
    }
    return new Capture(name, participants, kept);
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
