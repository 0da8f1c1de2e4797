// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Logs of backend transfers from process to process, with the events and distances of recorded
 * ones: each device is started in the first, skipped over at each hop and stopped in the last.
 *
 * @param processes their names in the order of the hops
 */
record MadeRun(int queues, int devices, List<String> processes) {
  private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Time between two hops, in microseconds. */
  private static final long HOP = 3_000_000;

  /** Writes one log a process into a folder. */
  Path write(Path folder) throws IOException {
    for (int i = 0; i < processes.size(); i++) {
      List<String> log = new ArrayList<>();
      if (i == 0) {
        window(log, i, 100_000, "start", true);
      } else {
        hop(log, i, false);
      }
      if (i < processes.size() - 1) {
        hop(log, i, true);
      } else {
        window(log, i, i * HOP + 2_000_000, "stop", true);
      }
      Files.write(folder.resolve(processes.get(i) + ".trace.log"), log);
    }
    return folder;
  }

  /** One side of a hop: the source's or the destination's. */
  private void hop(List<String> log, int process, boolean source) {
    long at = (source ? process + 1 : process) * HOP;
    log.add(line(at, "migrate_set_state new state setup"));
    log.add(line(at + 1_000, "migrate_set_state new state active"));
    if (source) {
      log.add(line(at + 2_000, "vm_state_notify running 0 reason 7 (finish-migrate)"));
      window(log, process, at + 2_100, "stop", false);
      log.add(line(at + 3_000, "migrate_set_state new state device"));
    } else {
      window(log, process, at + 5_000, "start", false);
      log.add(line(at + 7_000, "vm_state_notify running 1 reason 9 (running)"));
    }
    log.add(line(at + 7_500, "migrate_set_state new state completed"));
  }

  private void window(List<String> log, int process, long at, String what, boolean runs) {
    long time = at;
    for (int d = 0; d < devices; d++) {
      String device =
          "0x%x:virtio-blk".formatted(0x5500_0000L + process * 0x10_0000L + d * 0x1000L);
      String vdev = device.substring(0, device.indexOf(':') - 1) + "8";
      log.add(line(time++, "vhost_user_blk_" + what + "_in vdev " + vdev));
      log.add(line(time++, "vhost_dev_" + what + "_in " + device + " vrings:1"));
      for (int q = 0; q < queues; q++) {
        log.add(line(time++, "vhost_virtque_" + what + "_in " + device + " " + q));
        if (runs) {
          log.add(line(time++, "vhost_virtque_" + what + "_out " + device + " " + q));
        }
      }
      log.add(line(time++, "vhost_dev_" + what + "_out " + device));
      log.add(line(time++, "vhost_user_blk_" + what + "_out vdev " + vdev));
    }
  }

  private static String line(long micros, String event) {
    return TIME.format(BEGIN.plusNanos(micros * 1_000)) + " " + event;
  }
}
