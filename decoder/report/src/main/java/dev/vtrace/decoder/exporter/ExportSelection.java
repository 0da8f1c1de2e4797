// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The part of a run to export.
 *
 * @param window id of a window, as the ledger has it; empty for all
 * @param device name of a device; empty for all
 */
public record ExportSelection(String window, String device) {
  /** Everything. */
  public static final ExportSelection ALL = new ExportSelection("", "");

  private static final int MOST_NAMED = 12;

  ExportedRun of(ExportedRun run) throws UnknownPartException {
    if (window.isEmpty() && device.isEmpty()) {
      return run;
    }
    Migration whole = run.migration();
    known(whole);
    List<Window> windows = whole.windows().stream().filter(this::has).toList();
    List<Window> around = whole.around().stream().filter(this::has).toList();
    Set<String> ids = new HashSet<>();
    Stream.concat(windows.stream(), around.stream()).forEach(each -> ids.add(each.id()));
    List<WireMark> messages =
        whole.messages().stream().filter(each -> ids.contains(each.window())).toList();
    Migration part =
        new Migration(
            whole.name(),
            whole.participants(),
            whole.attempts(),
            whole.devices().stream().filter(each -> hasDevice(each.name(), windows)).toList(),
            windows,
            around,
            whole.rings().stream().filter(each -> hasDevice(each.device(), windows)).toList(),
            messages,
            whole.descriptors(),
            whole.streams(),
            whole.downtimes(),
            whole.findings());
    CheckResult check = check(run.check(), windows, messages);
    return new ExportedRun(
        run.tool(), part, check, Timeline.of(part, check), false, run.connections(), run.packets());
  }

  private void known(Migration whole) throws UnknownPartException {
    List<Window> all = new ArrayList<>(whole.windows());
    all.addAll(whole.around());
    if (!window.isEmpty() && all.stream().noneMatch(each -> each.id().equals(window))) {
      throw new UnknownPartException(
          "there is no window '" + window + "'" + named(all.stream().map(Window::id).toList()));
    }
    Set<String> devices = new HashSet<>();
    whole.devices().forEach(each -> devices.add(each.name()));
    all.forEach(each -> devices.add(each.device()));
    devices.remove("");
    if (!device.isEmpty() && !devices.contains(device)) {
      throw new UnknownPartException(
          "there is no device '" + device + "'" + named(devices.stream().sorted().toList()));
    }
  }

  private static String named(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String more = names.size() > MOST_NAMED ? ", ..." : "";
    return "; there is " + String.join(", ", names.stream().limit(MOST_NAMED).toList()) + more;
  }

  private boolean has(Window each) {
    return (window.isEmpty() || window.equals(each.id()))
        && (device.isEmpty() || device.equals(each.device()));
  }

  private boolean hasDevice(String name, List<Window> windows) {
    return device.isEmpty()
        ? windows.stream().anyMatch(each -> each.device().equals(name))
        : device.equals(name);
  }

  /** Problems of which a place is among the evidence of the part, or that name the device. */
  private CheckResult check(CheckResult whole, List<Window> windows, List<WireMark> messages) {
    Set<Evidence> places = new HashSet<>();
    windows.forEach(
        each -> each.operations().forEach(operation -> places.addAll(operation.evidence())));
    messages.forEach(each -> places.add(each.evidence()));
    return whole.keeping(
        each ->
            each.evidence().stream().anyMatch(places::contains)
                || window.isEmpty() && each.path().contains(device));
  }
}
