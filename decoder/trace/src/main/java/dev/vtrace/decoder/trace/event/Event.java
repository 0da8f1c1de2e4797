// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import static dev.vtrace.decoder.trace.event.EventUser.DEBUGGER;
import static dev.vtrace.decoder.trace.event.EventUser.DOWNTIME;
import static dev.vtrace.decoder.trace.event.EventUser.LEDGER;
import static dev.vtrace.decoder.trace.event.EventUser.LIVE;
import static dev.vtrace.decoder.trace.event.EventUser.RECORDER;
import static dev.vtrace.decoder.trace.event.EventUser.RULES;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trace events that vtrace understands: the newest name, former ones, what an event proves and
 * who reads it. Formats and arguments stand in {@link BuiltinEvents}, see {@link #formats()}. A
 * name with {@code *} is a group of events that are treated alike; a row with the whole name goes
 * before a group, a longer group before a shorter one. Source: {@code trace-events} of QEMU 7.2 to
 * 11.1 and of the live-backend series v2.
 *
 * <p>To add one, add a row, and its format to {@link BuiltinEvents}.
 */
public enum Event {
  DEV_START_IN(
      "vhost_dev_start_in",
      EventPurpose.WINDOW_BEGIN,
      Users.MARK,
      FormerName.alone("vhost_dev_start")),
  DEV_START_OUT("vhost_dev_start_out", EventPurpose.WINDOW_END, Users.MARK),
  DEV_STOP_IN(
      "vhost_dev_stop_in",
      EventPurpose.WINDOW_BEGIN,
      Users.MARK,
      FormerName.alone("vhost_dev_stop")),
  DEV_STOP_OUT("vhost_dev_stop_out", EventPurpose.WINDOW_END, Users.MARK),
  DEV_INIT_IN("vhost_dev_init_in", EventPurpose.STEP_BEGIN, Users.MARK),
  DEV_INIT_OUT("vhost_dev_init_out", EventPurpose.STEP_END, Users.MARK),
  DEV_CLEANUP("vhost_dev_cleanup", EventPurpose.CLEANUP, Users.MARK),
  DEV_OTHER("vhost_dev_*", EventPurpose.SHOWN, Users.ALL),
  QUEUE_START_IN(
      "vhost_virtqueue_start_in",
      EventPurpose.QUEUE_BEGIN,
      Users.MARK,
      FormerName.series("vhost_virtque_start_in")),
  QUEUE_START_OUT(
      "vhost_virtqueue_start_out",
      EventPurpose.QUEUE_END,
      Users.MARK,
      FormerName.series("vhost_virtque_start_out")),
  QUEUE_STOP_IN(
      "vhost_virtqueue_stop_in",
      EventPurpose.QUEUE_BEGIN,
      Users.MARK,
      FormerName.series("vhost_virtque_stop_in")),
  QUEUE_STOP_OUT(
      "vhost_virtqueue_stop_out",
      EventPurpose.QUEUE_END,
      Users.MARK,
      FormerName.series("vhost_virtque_stop_out")),
  DEVICE_START_IN("vhost_user_*_start_in", EventPurpose.DEVICE_BEGIN, Users.MARK),
  DEVICE_START_OUT("vhost_user_*_start_out", EventPurpose.DEVICE_END, Users.MARK),
  DEVICE_STOP_IN("vhost_user_*_stop_in", EventPurpose.DEVICE_BEGIN, Users.MARK),
  DEVICE_STOP_OUT("vhost_user_*_stop_out", EventPurpose.DEVICE_END, Users.MARK),
  DEVICE_STEP_IN("vhost_user_*_in", EventPurpose.STEP_BEGIN, Users.MARK),
  DEVICE_STEP_OUT("vhost_user_*_out", EventPurpose.STEP_END, Users.MARK),
  MESSAGE_SENT("vhost_user_write", EventPurpose.MESSAGE_SENT, Users.ALL),
  MESSAGE_RECEIVED("vhost_user_read", EventPurpose.MESSAGE_RECEIVED, Users.ALL),
  VHOST_POSTCOPY("vhost_user_postcopy_*", EventPurpose.SHOWN, Users.of(RECORDER, LIVE)),
  VHOST_OTHER("vhost_user_*", EventPurpose.SHOWN, Users.ALL),
  MIGRATION_STATE("migrate_set_state", EventPurpose.MIGRATION_STATE, Users.MARK),
  MIGRATION_ERROR(
      "migrate_error",
      EventPurpose.MIGRATION_STATE,
      Users.of(RULES, DEBUGGER, LIVE),
      FormerName.migration("migrate_fd_error")),
  MIGRATION_CANCEL(
      "migration_cancel",
      EventPurpose.MIGRATION_STATE,
      Users.ALL,
      FormerName.migration("migrate_fd_cancel")),
  MIGRATION_CLEANUP(
      "migration_cleanup",
      EventPurpose.MIGRATION_STATE,
      Users.ALL,
      FormerName.migration("migrate_fd_cleanup")),
  MIGRATION_VM_STOPPED("migration_completion_vm_stop", EventPurpose.RUN_STATE, Users.ALL),
  OUTGOING_CHANNEL("migration_set_outgoing_channel", EventPurpose.OUTGOING, Users.ALL),
  INCOMING_CHANNEL("migration_set_incoming_channel", EventPurpose.INCOMING, Users.ALL),
  OUTGOING_CONNECTED("migration_socket_outgoing_connected", EventPurpose.OUTGOING, Users.ALL),
  OUTGOING_ERROR("migration_socket_outgoing_error", EventPurpose.SHOWN, Users.ALL),
  INCOMING_ACCEPTED("migration_socket_incoming_accepted", EventPurpose.INCOMING, Users.ALL),
  MIGRATION_BYTES("migration_transferred_bytes", EventPurpose.SHOWN, Users.of(LIVE)),
  MIGRATION_OTHER("migration_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  MIGRATE_OTHER("migrate_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  INCOMING_END("process_incoming_migration_co_end", EventPurpose.INCOMING, Users.ALL),
  INCOMING_COROUTINE(
      "process_incoming_migration_co_*", EventPurpose.SHOWN, Users.of(DEBUGGER, RECORDER, LIVE)),
  INCOMING_OTHER("process_incoming_migration_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  STREAM_SETUP("savevm_state_setup", EventPurpose.OUTGOING, Users.ALL),
  SECTION_START("savevm_section_start", EventPurpose.SECTION_BEGIN, Users.SECTIONS),
  SECTION_END("savevm_section_end", EventPurpose.SECTION_END, Users.SECTIONS),
  SECTION_SKIP("savevm_section_skip", EventPurpose.SECTION_END, Users.of(RECORDER)),
  SAVEVM_OTHER("savevm_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  PACKAGE_OTHER("qemu_savevm_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  STATE_SAVE("vmstate_save", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  STATE_LOAD("vmstate_load", EventPurpose.STATE_LOADED, Users.SECTIONS),
  STATE_VERSION("vmstate_load_state", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  STATE_FIELD_ERROR("vmstate_load_field_error", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  SECTION_LOAD("qemu_loadvm_state_section", EventPurpose.STATE_LEFT, Users.SECTIONS),
  SECTION_LOAD_OTHER("qemu_loadvm_state_section*", EventPurpose.STATE_LEFT, Users.SECTIONS),
  LOAD_OTHER("qemu_loadvm_state_*", EventPurpose.STATE_LEFT, Users.of(DEBUGGER, LIVE)),
  QEMU_LOADVM_OTHER("qemu_loadvm_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  LOADVM_OTHER("loadvm_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  POSTCOPY_OTHER("postcopy_*", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE)),
  DOWNTIME_SAVE(
      "vmstate_downtime_save", EventPurpose.DOWNTIME, Users.of(LEDGER, DOWNTIME, RECORDER)),
  DOWNTIME_LOAD("vmstate_downtime_load", EventPurpose.DOWNTIME, Users.SECTIONS),
  DOWNTIME_CHECKPOINT("vmstate_downtime_checkpoint", EventPurpose.DOWNTIME, Users.SECTIONS),
  DESCRIPTOR_SENT("qemu_file_put_fd", EventPurpose.DESCRIPTOR_SENT, Users.ALL),
  DESCRIPTOR_TAKEN("qemu_file_get_fd", EventPurpose.DESCRIPTOR_TAKEN, Users.ALL),
  RUN_STATE("runstate_set", EventPurpose.RUN_STATE, Users.MARK),
  VM_STATE("vm_state_notify", EventPurpose.RUN_STATE, Users.MARK),
  DEVICE_STATUS("virtio_set_status", EventPurpose.SHOWN, Users.of(DEBUGGER, LIVE));

  /** Who wants an event; a class of its own, as rows are made before constants of the enum. */
  private static final class Users {
    /** All but outlines. */
    static final Set<EventUser> ALL = of(LEDGER, DOWNTIME, RULES, DEBUGGER, RECORDER, LIVE);

    static final Set<EventUser> MARK = EnumSet.allOf(EventUser.class);

    /** What is measured, and too much for a live view. */
    static final Set<EventUser> SECTIONS = of(LEDGER, DOWNTIME, DEBUGGER, RECORDER);

    static Set<EventUser> of(EventUser first, EventUser... others) {
      return EnumSet.of(first, others);
    }
  }

  private static final Map<String, Event> BY_NAME = new HashMap<>();
  private static final List<Event> GROUPS = new ArrayList<>();

  static {
    for (Event event : values()) {
      if (event.isGroup()) {
        GROUPS.add(event);
      } else {
        BY_NAME.put(event.canonical, event);
      }
      for (FormerName former : event.formers) {
        BY_NAME.put(former.name(), event);
      }
    }
    GROUPS.sort(Comparator.comparingInt((Event event) -> event.canonical.length()).reversed());
  }

  private final String canonical;
  private final EventPurpose purpose;
  private final Set<EventUser> users;
  private final List<FormerName> formers;
  private final int star;

  Event(String canonical, EventPurpose purpose, Set<EventUser> users, FormerName... formers) {
    this.canonical = canonical;
    this.purpose = purpose;
    this.users = users;
    this.formers = List.of(formers);
    this.star = canonical.indexOf('*');
  }

  /** The row of a name of any version, null where vtrace makes nothing of the event. */
  public static @Nullable Event of(String name) {
    Event exact = BY_NAME.get(name);
    if (exact != null) {
      return exact;
    }
    for (Event group : GROUPS) {
      if (group.covers(name)) {
        return group;
      }
    }
    return null;
  }

  /** The newest name of an event; of one without a row the name itself. */
  public static String canonical(String name) {
    Event exact = BY_NAME.get(name);
    return exact == null ? name : exact.canonical;
  }

  /**
   * Whether a pattern that people switch events on by means this event, by any of its names.
   *
   * @param pattern a name, or the beginning of one and a star, which is what people write
   */
  public boolean matches(String pattern) {
    boolean open = pattern.endsWith("*");
    String begin = open ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean newest = open ? canonical.startsWith(begin) : canonical.equals(begin);
    return newest
        || formers.stream()
            .anyMatch(f -> open ? f.name().startsWith(begin) : f.name().equals(begin));
  }

  private boolean covers(String name) {
    String suffix = canonical.substring(star + 1);
    return name.length() >= canonical.length() - 1
        && name.startsWith(canonical.substring(0, star))
        && name.endsWith(suffix);
  }

  /** The newest name, or the pattern of a group. */
  public String canonical() {
    return canonical;
  }

  /** Whether it stands for several events. */
  public boolean isGroup() {
    return star >= 0;
  }

  /** What it proves. */
  public EventPurpose purpose() {
    return purpose;
  }

  /** Whether somebody reads it. */
  public boolean isFor(EventUser user) {
    return users.contains(user);
  }

  /** Names in other versions. */
  public List<FormerName> formers() {
    return formers;
  }

  /** Whether versions that write it by this name trace the other end, too. */
  boolean isPaired(String written) {
    for (FormerName former : formers) {
      if (former.name().equals(written)) {
        return former.paired();
      }
    }
    return true;
  }

  /**
   * How versions of QEMU declare it: names and types of arguments with the format that prints them,
   * by all its names. Empty for a group.
   */
  public List<EventDeclaration> formats() {
    return BuiltinEvents.formats(this);
  }
}
