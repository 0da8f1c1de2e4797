// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Choices of trace events that people have on, and logs that are cut. */
public final class FewerEvents {
  private static final Predicate<String> SEED =
      name -> name.startsWith("vhost_dev_") || name.startsWith("vhost_virtq");
  private static final Predicate<String> MESSAGES =
      name -> name.equals("vhost_user_write") || name.equals("vhost_user_read");

  private FewerEvents() {}

  /** Events by a name for the choice. */
  public static Map<String, Predicate<String>> choices() {
    Predicate<String> states = name -> name.equals("migrate_set_state");
    Predicate<String> descriptors = name -> name.matches("qemu_file_[pg][ue]t_fd");
    Map<String, Predicate<String>> out = new LinkedHashMap<>();
    out.put("all", name -> true);
    out.put("vhost_*", name -> name.startsWith("vhost_"));
    out.put("seed", SEED);
    out.put("seed, states", SEED.or(states));
    out.put("seed, descriptors", SEED.or(descriptors));
    out.put("messages", MESSAGES);
    out.put("messages, states", MESSAGES.or(states));
    out.put("states, descriptors", states.or(descriptors));
    out.put("device", name -> name.startsWith("vhost_user_blk_"));
    out.put("in", SEED.and(name -> name.endsWith("_in")));
    out.put("out", SEED.and(name -> name.endsWith("_out")));
    out.put("messages, in", MESSAGES.or(SEED.and(name -> name.endsWith("_in"))));
    out.put("two", n -> n.equals("vhost_dev_start_out") || n.matches("vhost_virtq.*_stop_in"));
    out.put("vhost_dev_*", name -> name.startsWith("vhost_dev_"));
    out.put("vhost_virtq*", name -> name.startsWith("vhost_virtq"));
    return out;
  }

  /** The same run with its logs from a tenth of their lines on, or up to it. */
  public static Capture cut(
      Path folder, Capture all, Predicate<String> events, int tenth, boolean from)
      throws IOException {
    LogFilter filter = new LogFilter(Files.createTempDirectory(folder, "cut"));
    return filter.traces(
        all,
        InputKind.QEMU_LOG,
        (who, log) -> {
          String text = new String(LogFilter.lines(log, events), StandardCharsets.ISO_8859_1);
          int at = text.indexOf('\n', text.length() / 10 * tenth) + 1;
          return (from ? text.substring(at) : text.substring(0, at))
              .getBytes(StandardCharsets.ISO_8859_1);
        });
  }
}
