// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.List;

/** The trace of each QEMU as steps. */
final class TraceSteps {
  /** Events that a step is made from, by prefix; with all of them nobody would get anywhere. */
  private static final List<String> WANTED =
      List.of(
          "vhost_user_",
          "vhost_dev_",
          "vhost_virtq",
          "migrate_",
          "migration_",
          "savevm_",
          "vmstate_save",
          "vmstate_load",
          "vmstate_downtime_",
          "qemu_savevm_",
          "qemu_loadvm_",
          "loadvm_",
          "process_incoming_migration",
          "postcopy_",
          "qemu_file_put_fd",
          "qemu_file_get_fd",
          "runstate_set",
          "vm_state_notify",
          "virtio_set_status");

  /** Of these, what tells of each field and each buffer. */
  private static final List<String> UNWANTED =
      List.of(
          "vmstate_save_state_",
          "vmstate_load_state_",
          "vmstate_downtime_save",
          "migration_transferred_bytes",
          "vhost_user_postcopy_",
          "savevm_section_skip");

  private TraceSteps() {}

  /** Adds the events of a trace. */
  static void add(LoadedTrace trace, Lane lane) {
    Nesting nesting = new Nesting();
    for (TraceEvent event : trace.events()) {
      if (wanted(event.name())) {
        Draft draft = draft(event, trace.time(event));
        nesting.see(draft, event);
        lane.drafts.add(draft);
      }
    }
  }

  static boolean wanted(String name) {
    return begins(name, WANTED) && !begins(name, UNWANTED);
  }

  private static boolean begins(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static Draft draft(TraceEvent event, long timeNs) {
    String text = (event.name() + " " + event.text()).trim();
    Evidence evidence =
        new Evidence(event.span().file(), event.span().line(), event.span().offset(), text);
    Draft draft = new Draft(evidence, new Detail.Event(event), event.name(), text, timeNs);
    draft.canonical = event.canonical();
    if (draft.canonical.startsWith("vhost_virtqueue_")) {
      draft.queue = lastNumber(text);
    }
    return draft;
  }

  /** {@code 1} of {@code vhost_virtqueue_start_in 0x55..a0:virtio-blk 1}; -1 if it is cut off. */
  private static int lastNumber(String text) {
    int at = text.lastIndexOf(' ') + 1;
    int value = 0;
    for (int i = at; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 10);
      if (digit < 0 || i - at > 5) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return at == text.length() ? -1 : value;
  }
}
