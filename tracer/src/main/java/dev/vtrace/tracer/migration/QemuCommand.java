// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line of a QEMU that is started, with what recording needs. */
final class QemuCommand {
  private final List<String> arguments;

  QemuCommand(List<String> words) {
    this.arguments = new ArrayList<>(words);
  }

  /** Whether an option of the command names a socket by its path. */
  boolean names(String path) {
    for (String word : arguments) {
      if (path(path).matcher(word).find()) {
        return true;
      }
    }
    return false;
  }

  /** Leads it to other sockets than it names. */
  QemuCommand redirect(Map<String, Path> sockets) {
    sockets.forEach(
        (from, to) ->
            arguments.replaceAll(
                word ->
                    path(from)
                        .matcher(word)
                        .replaceAll("$1" + Matcher.quoteReplacement(to.toString()))));
    return this;
  }

  /** {@code path=} in an option, or {@code "path": } in one that is JSON. */
  private static Pattern path(String path) {
    return Pattern.compile("((?:^|,)path=|\"path\":\\s*+\")" + Pattern.quote(path) + "(?=$|,|\")");
  }

  /**
   * Gives it a monitor, times in its log, the log a place, and from the very start those events
   * that patterns name, and the one that is waited for; QEMU complains of names that it does not
   * know, and QMP has time for others.
   */
  QemuCommand observe(Path monitor, Path log, List<String> events, String waitFor) {
    add("-qmp", "unix:" + monitor + ",server=on,wait=off");
    add("-msg", "timestamp=on");
    add("-D", log.toString());
    for (String pattern : events) {
      if (pattern.endsWith("*") || pattern.equals(waitFor)) {
        add("-trace", "enable=" + pattern);
      }
    }
    return this;
  }

  /** Lets it wait for a migration. */
  QemuCommand incoming() {
    if (!arguments.contains("-incoming")) {
      add("-incoming", "defer");
    }
    return this;
  }

  private void add(String option, String value) {
    arguments.add(option);
    arguments.add(value);
  }

  List<String> arguments() {
    return List.copyOf(arguments);
  }
}
