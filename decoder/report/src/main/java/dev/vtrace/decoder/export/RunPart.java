// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What a {@link RunFilter} means for one run. */
final class RunPart {
  private final RunFilter filter;
  private final Migration run;
  private final Set<String> devices = new TreeSet<>();
  private final Set<String> participants = new HashSet<>();

  /** Files that have evidence of the participants that are wanted. */
  private final Set<String> files = new HashSet<>();

  private final List<Window> windows;
  private final List<Window> around;
  private final Set<String> ids = new HashSet<>();

  /** Places of the operations with the verdicts that are wanted. */
  private final Set<String> places = new HashSet<>();

  /** Places of the messages in the windows that are wanted. */
  private final Set<String> messages = new HashSet<>();

  RunPart(RunFilter filter, Migration run) {
    this.filter = filter;
    this.run = run;
    allDevices().stream().filter(this::named).forEach(devices::add);
    for (Participant each : run.participants()) {
      if (wanted(each.name(), each.role().label())) {
        participants.add(each.name());
        files.addAll(each.evidence());
      }
    }
    windows = parts(run.windows());
    around = parts(run.around());
    for (WireMark message : run.messages()) {
      if (ids.contains(message.window())) {
        messages.add(key(message.evidence()));
      }
    }
  }

  private Set<String> allDevices() {
    Set<String> all = new TreeSet<>();
    run.devices().forEach(device -> all.add(device.name()));
    run.windows().forEach(window -> all.add(window.device()));
    return all;
  }

  Migration migration() {
    return new Migration(
        run.name(),
        run.participants().stream().filter(each -> participants.contains(each.name())).toList(),
        // They are found by their numbers, so none may be missing.
        run.attempts(),
        run.devices().stream().filter(device -> device(device.name())).map(this::part).toList(),
        windows,
        around,
        run.rings().stream().filter(this::ring).toList(),
        run.messages().stream().filter(this::message).toList(),
        run.descriptors().stream().filter(this::descriptor).toList(),
        run.streams().stream().filter(stream -> migration(stream.attempt())).toList(),
        run.downtimes().stream().filter(downtime -> migration(downtime.attempt())).toList(),
        run.findings());
  }

  /** Whether a finding is about it. */
  boolean concerns(Problem problem) {
    return migration(problem.attempt())
        && (filter.devices().isEmpty() || tellsOfDevice(problem.path()))
        && (filter.queues().isEmpty()
            || tellsOfQueue(problem.path())
            || tellsOfQueue(problem.message()))
        && (filter.participants().isEmpty() || tellsOfParticipant(problem))
        && (filter.verdicts().isEmpty() || problem.evidence().stream().anyMatch(this::known));
  }

  String missing() {
    for (String wanted : filter.devices()) {
      if (allDevices().stream().noneMatch(new Glob(wanted)::section)) {
        return "there is no device '%s' in this run%s".formatted(wanted, has(allDevices()));
      }
    }
    Set<String> names = new TreeSet<>();
    for (Participant each : run.participants()) {
      names.add(each.name());
      names.add(each.role().label());
    }
    for (String wanted : filter.participants()) {
      if (!names.contains(wanted)) {
        return "there is no participant '%s' in this run%s".formatted(wanted, has(names));
      }
    }
    Set<String> numbers = new TreeSet<>();
    for (Attempt each : run.attempts()) {
      numbers.add(Integer.toString(each.number()));
    }
    for (int wanted : filter.migrations()) {
      if (wanted != 0 && !numbers.contains(Integer.toString(wanted))) {
        return "there is no migration %d in this run%s".formatted(wanted, has(numbers));
      }
    }
    int queues = queues();
    for (int wanted : filter.queues()) {
      if (wanted >= queues) {
        return "there is no queue %d in this run, which has %s"
            .formatted(wanted, TextLine.count(queues, "queue"));
      }
    }
    return "";
  }

  private static String has(Set<String> names) {
    return names.isEmpty() ? "" : ", which has " + String.join(", ", names);
  }

  private int queues() {
    int most = 0;
    for (Device device : run.devices()) {
      most = Math.max(most, device.queues().orElse(0));
    }
    for (Window window : run.windows()) {
      for (Operation operation : window.operations()) {
        most = Math.max(most, operation.queue() + 1);
      }
    }
    return most;
  }

  private boolean named(String device) {
    return filter.devices().isEmpty()
        || filter.devices().stream().anyMatch(each -> new Glob(each).section(device));
  }

  private boolean wanted(String name, String role) {
    Set<String> wanted = filter.participants();
    return wanted.isEmpty() || wanted.contains(name) || wanted.contains(role);
  }

  private boolean device(String name) {
    return filter.devices().isEmpty() || devices.contains(name);
  }

  private boolean participant(String name) {
    return filter.participants().isEmpty() || participants.contains(name);
  }

  private boolean migration(int number) {
    return filter.migrations().isEmpty() || filter.migrations().contains(number);
  }

  private boolean queue(int number) {
    return filter.queues().isEmpty() || filter.queues().contains(number);
  }

  /** A device has lanes for as many queues as it has, unless only some are wanted. */
  private Device part(Device device) {
    List<String> who = device.participants().stream().filter(this::participant).toList();
    return new Device(
        device.name(), who, filter.queues().isEmpty() ? device.queues() : OptionalInt.of(0));
  }

  private List<Window> parts(List<Window> all) {
    List<Window> out = new ArrayList<>();
    for (Window window : all) {
      boolean who =
          participant(window.participant())
              || filter.participants().contains(window.role().label());
      if (who && device(window.device()) && migration(window.attempt())) {
        Window part = part(window);
        if (!part.operations().isEmpty() || whole()) {
          out.add(part);
          ids.add(part.id());
          part.operations().forEach(each -> each.evidence().forEach(p -> places.add(key(p))));
        }
      }
    }
    return out;
  }

  /** Whether windows are wanted with all of their operations. */
  private boolean whole() {
    return filter.queues().isEmpty() && filter.verdicts().isEmpty();
  }

  private Window part(Window window) {
    if (whole()) {
      return window;
    }
    List<Operation> operations =
        window.operations().stream()
            .filter(each -> queue(each.queue()))
            .filter(
                each -> filter.verdicts().isEmpty() || filter.verdicts().contains(each.verdict()))
            .toList();
    return new Window(
        window.id(),
        window.role(),
        window.participant(),
        window.device(),
        window.kind(),
        window.beginNs(),
        window.endNs(),
        window.attempt(),
        window.phase(),
        window.transfer(),
        window.why(),
        window.failed(),
        window.cut(),
        window.queues().stream().filter(each -> queue(each.queue())).toList(),
        operations);
  }

  private boolean ring(RingInterval ring) {
    return device(ring.device()) && queue(ring.queue()) && participant(ring.participant());
  }

  private boolean message(WireMark message) {
    boolean placed = message.window() != null && ids.contains(message.window());
    boolean by = filter.devices().isEmpty() && filter.migrations().isEmpty();
    return queue(message.queue())
        && participant(message.participant())
        && (placed || by)
        && (filter.verdicts().isEmpty() || known(message.evidence()));
  }

  private boolean descriptor(Descriptor descriptor) {
    return migration(descriptor.attempt())
        && (filter.devices().isEmpty() || ofDevice(descriptor))
        && (filter.queues().isEmpty() || tellsOfQueue(descriptor.purpose()))
        && (filter.participants().isEmpty()
            || descriptor.sightings().stream().anyMatch(s -> participant(s.participant())))
        && (filter.verdicts().isEmpty()
            || descriptor.sightings().stream().anyMatch(s -> known(s.evidence())));
  }

  private boolean ofDevice(Descriptor descriptor) {
    return tellsOfDevice(descriptor.purpose())
        || descriptor.sightings().stream().anyMatch(s -> messages.contains(key(s.evidence())));
  }

  private boolean known(Evidence place) {
    return places.contains(key(place));
  }

  private static String key(Evidence place) {
    return place.location();
  }

  private boolean tellsOfDevice(String path) {
    return devices.stream().anyMatch(path::contains);
  }

  private boolean tellsOfQueue(String text) {
    return filter.queues().stream().anyMatch(QueueMentions.of(text)::contains);
  }

  private boolean tellsOfParticipant(Problem problem) {
    String path = problem.path();
    int slash = path.indexOf('/');
    return participants.contains(slash < 0 ? path : path.substring(0, slash))
        || problem.evidence().stream().anyMatch(place -> files.contains(place.file()));
  }
}
