// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

/** Trace events that ledger, rules, downtime and views are made from; others are passed over. */
public final class WantedEvents {
  private static final String[] PREFIXES = {
    "vhost_user_",
    "vhost_dev_",
    "vhost_virtq",
    "migrate_",
    "migration_set_",
    "migration_socket_",
    "migration_cancel",
    "migration_cleanup",
    "migration_completion_vm_stop",
    "runstate_set",
    "vm_state_notify",
    "qemu_file_put_fd",
    "qemu_file_get_fd",
    "process_incoming_migration_co",
    "savevm_state_setup",
    "savevm_section_",
    "vmstate_downtime",
    "vmstate_load",
    "qemu_loadvm_state_section",
  };

  private WantedEvents() {}

  /** Whether an event of this name is wanted. */
  public static boolean wanted(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
