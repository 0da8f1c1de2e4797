// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what each QEMU of a run was. */
public final class SetupReader {
  private SetupReader() {}

  /** The QEMUs of which anything is told, in the order of the run. */
  public static List<QemuSetup> of(JoinedRun run) {
    List<QemuSetup> out = new ArrayList<>();
    for (Participant participant : run.migration().participants()) {
      if (participant.role() != Role.BACKEND) {
        Map<String, QemuSetting> settings = new LinkedHashMap<>();
        String command = run.evidence().capture().commands().get(participant.name());
        if (command != null) {
          Evidence place = new Evidence("capture.json", -1, 0, participant.name());
          CommandLineFinder.of(command, place).forEach(each -> settings.put(each.key(), each));
        }
        for (LoadedTrace trace : run.evidence().traces()) {
          if (trace.participant().equals(participant.name())) {
            CommandLineFinder.of(trace.lines()).forEach(each -> settings.put(each.key(), each));
          }
        }
        List<QmpMessage> said = new ArrayList<>();
        for (QmpMessage message : run.evidence().qmp()) {
          if (message.who().equals(participant.monitor())) {
            said.add(message);
          }
        }
        MonitorSetup.of(said).forEach(each -> settings.put(each.key(), each));
        if (!settings.isEmpty()) {
          out.add(new QemuSetup(participant.name(), List.copyOf(settings.values())));
        }
      }
    }
    return out;
  }

  /** What the two sides of each migration differ in; of a chain, hop by hop. */
  public static List<SetupDifference> differences(JoinedRun run, List<QemuSetup> setups) {
    List<SetupDifference> out = new ArrayList<>();
    int pairs = 0;
    for (Attempt attempt : run.migration().attempts()) {
      QemuSetup source = named(setups, attempt.source());
      QemuSetup destination = named(setups, attempt.destination());
      if (!source.settings().isEmpty() && !destination.settings().isEmpty()) {
        pairs++;
        for (SetupDifference each : SetupDifference.of(source, destination)) {
          if (out.stream().noneMatch(other -> Objects.equals(other, each))) {
            out.add(each);
          }
        }
      }
    }
    if (out.isEmpty() && setups.size() == 2 && pairs == 0) {
      out.addAll(SetupDifference.of(setups.get(0), setups.get(1)));
    }
    return out;
  }

  private static QemuSetup named(List<QemuSetup> setups, String participant) {
    for (QemuSetup setup : setups) {
      if (setup.participant().equals(participant)) {
        return setup;
      }
    }
    return new QemuSetup(participant, List.of());
  }
}
