// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the trace events that the analysis reads are switched on in a QEMU, and what is not known
 * without them. Which events these are stands in {@link dev.vtrace.decoder.trace.event.Event}:
 * those for {@code RECORDER}.
 *
 * <p>To add some, add a row.
 */
public enum WantedEvent {
  MESSAGES("vhost_user_*", "logs do not show vhost-user messages; record the socket"),
  DEVICES("vhost_dev_*", "starts and stops of vhost devices are not seen"),
  DEVICE_ENDS(
      "vhost_dev_start_out", "where a start or stop ends, and so how long it took, is estimated"),
  QUEUES(
      "vhost_virtqueue_*", "starts and stops of single virtqueues are not seen", "vhost_virtque_*"),
  BLK(
      "vhost_user_blk_start_in",
      "what vhost-user-blk does around its start and stop is not distinguished"),
  STATES("migrate_set_state", "states of the migration are known from QMP only"),
  CHANNELS("migration_set_*", "which QEMU is the source and which the destination is guessed"),
  SOCKETS("migration_socket_*", "connections of the migration are not seen"),
  CANCEL(
      "migration_cancel*",
      "when a migration was cancelled is known from its state only",
      "migrate_fd_cancel*"),
  CLEANUP(
      "migration_cleanup*", "when a migration was cleaned up is not seen", "migrate_fd_cleanup*"),
  STOPPED("migration_completion_vm_stop", "when the source began to stop is estimated"),
  INCOMING(
      "process_incoming_migration_co_*",
      "when the destination had loaded everything is" + " estimated"),
  SETUP("savevm_state_setup", "when the stream began is estimated"),
  SAVED("savevm_section_*", "how long each device took to save is not known"),
  LOADED("vmstate_load", "how long each device took to load is not known"),
  LOADING("qemu_loadvm_state_section*", "sections that the destination loads are not seen"),
  DOWNTIME("vmstate_downtime_*", "QEMU's own measure of each device's downtime is missing"),
  SENT_FDS("qemu_file_put_fd", "descriptors put into the stream are not seen in the log"),
  TAKEN_FDS("qemu_file_get_fd", "descriptors taken from the stream are not seen in the log"),
  RUN("runstate_set", "when the VM stopped and continued is known from QMP only"),
  NOTIFY("vm_state_notify", "when devices were told that the VM stops is not seen");

  private final String pattern;
  private final String loss;
  private final List<String> formers;

  WantedEvent(String pattern, String loss, String... formers) {
    this.pattern = pattern;
    this.loss = loss;
    this.formers = List.of(formers);
  }

  /** The patterns of all, by the names of each version. */
  public static List<String> patterns() {
    List<String> out = new ArrayList<>();
    for (WantedEvent each : values()) {
      out.add(each.pattern);
      out.addAll(each.formers);
    }
    return out;
  }

  /**
   * The patterns to switch on.
   *
   * @param only in place of those of all; empty for those
   * @param more beside them
   */
  public static List<String> patterns(List<String> only, List<String> more) {
    Set<String> out = new LinkedHashSet<>(only.isEmpty() ? patterns() : only);
    out.addAll(more);
    return List.copyOf(out);
  }

  /**
   * What is lost: a version has an event by one of its names.
   *
   * @param lacking patterns that a QEMU has no event of
   */
  static List<String> lost(List<String> lacking) {
    List<String> out = new ArrayList<>(lacking);
    for (WantedEvent each : values()) {
      out.removeAll(each.formers);
      if (!lacking.containsAll(each.formers)) {
        out.remove(each.pattern);
      }
    }
    return out;
  }

  /** What it costs to lack a pattern; empty if it is none of these. */
  static String lossOf(String pattern) {
    for (WantedEvent each : values()) {
      if (each.pattern.equals(pattern)) {
        return each.loss;
      }
    }
    return "";
  }
}
