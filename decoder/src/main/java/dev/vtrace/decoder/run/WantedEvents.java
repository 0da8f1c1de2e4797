// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

/** Trace events that ledger, rules, downtime and views are made from; others are passed over. */
public final class WantedEvents {
  private static final String[] PREFIXES = {
    "vhost_",
    "migrate_",
    "migration_",
    "runstate_set",
    "vm_state_notify",
    "qemu_file_",
    "process_incoming_migration_co",
    "savevm_state_setup",
    "vmstate_downtime",
    "vmstate_load",
    "savevm_section_",
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
