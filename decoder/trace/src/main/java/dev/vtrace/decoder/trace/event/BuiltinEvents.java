// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments and formats of the events that vhost and migration analysis needs, so that logs can be
 * read without a {@code trace-events-all} file. Source: the trace points of QEMU 10.2.2, of the
 * live-backend series v2 on top of it, and their names in 11.1.
 *
 * <p>A row is the name, each argument with its type, and after the bar the printf format with the
 * macros resolved. Several rows of the same name are variants, tried in this order. The type {@code
 * word} is a text that holds no blank. What the events are for stands in {@link Event}.
 */
public final class BuiltinEvents {
  private static final String[] ROWS = {
    "handle_qmp_command mon:ptr req:str|mon %p req: %s",
    "loadvm_approve_switchover switchover_ack_pending_num:u32|Switchover ack pending num=%u",
    "loadvm_handle_cmd_packaged length:u32|%u",
    "loadvm_handle_cmd_packaged_main ret:i32|%d",
    "loadvm_handle_cmd_packaged_received ret:i32|%d",
    "loadvm_handle_recv_bitmap s:str|%s",
    "loadvm_postcopy_handle_advise|",
    "loadvm_postcopy_handle_listen str:str|%s",
    "loadvm_postcopy_handle_resume|",
    "loadvm_postcopy_handle_run|",
    "loadvm_postcopy_ram_handle_discard|",
    "loadvm_postcopy_ram_handle_discard_end|",
    "loadvm_postcopy_ram_handle_discard_header ramid:str len:u16|%s: %ud",
    "loadvm_process_command s:str len:u16|com=%s len=%d",
    "loadvm_process_command_ping val:u32|0x%x",
    "loadvm_state_cleanup|",
    "loadvm_state_setup|",
    "loadvm_state_switchover_ack_needed switchover_ack_pending_num:u32|Switchover ack "
        + "pending num=%u",
    "migrate_error error_desc:str|error=%s",
    "migrate_fd_cancel|",
    "migrate_fd_cleanup|",
    "migrate_fd_error error_desc:str|error=%s",
    "migrate_global_state_post_load state:str|loaded state: %s",
    "migrate_global_state_pre_save state:str|saved state: %s",
    "migrate_handle_rp_req_pages rbname:str start:u64 len:u64|in %s at 0x%zx len 0x%zx",
    "migrate_pending_estimate size:u64 pre:u64 post:u64|estimate pending size %lu (pre = "
        + "%lu post=%lu)",
    "migrate_pending_exact size:u64 pre:u64 post:u64|exact pending size %lu (pre = %lu "
        + "post=%lu)",
    "migrate_send_rp_message msg_type:i32 len:u16|%d: len %d",
    "migrate_send_rp_recv_bitmap name:str size:i64|block '%s' size 0x%li",
    "migrate_set_state new_state:word|new state %s",
    "migrate_state_too_big|",
    "migrate_transferred transferred:u64 time_spent:u64 bandwidth:u64 avail_bw:u64 "
        + "size:u64|transferred %lu time_spent %lu bandwidth %lu switchover_bw %lu max_size %ld",
    "migration_bitmap_clear_dirty str:str start:u64 size:u64 page:u64|rb %s start 0x%lx "
        + "size 0x%lx page 0x%lx",
    "migration_bitmap_sync_end dirty_pages:u64|dirty_pages %lu",
    "migration_bitmap_sync_start|",
    "migration_block_activation name:str|%s",
    "migration_block_flush_blks action:str submitted:i32 read_done:i32 "
        + "transferred:i32|%s submitted %d read_done %d transferred %d",
    "migration_block_init_full blk_device_name:str|Start full migration for %s",
    "migration_block_init_shared blk_device_name:str|Start migration for %s with shared "
        + "base image",
    "migration_block_progression percent:u32|Completed %u%%",
    "migration_block_save mig_stage:str submitted:i32 transferred:i32|Enter save live %s "
        + "submitted %d transferred %d",
    "migration_block_save_complete|Block migration completed",
    "migration_block_save_device_dirty sector:i64|Error reading sector %ld",
    "migration_block_state_pending pending:u64|Enter save live pending  %lu",
    "migration_cancel|",
    "migration_cleanup|",
    "migration_completion_file_err|",
    "migration_completion_postcopy_end|",
    "migration_completion_postcopy_end_after_complete|",
    "migration_completion_vm_stop ret:i32|ret %d",
    "migration_dirty_limit_guest dirtyrate:i64|guest dirty page rate limit %li MB/s",
    "migration_exec_incoming cmd:str|cmd=%s",
    "migration_exec_outgoing cmd:str|cmd=%s",
    "migration_fd_incoming fd:i32|fd=%d",
    "migration_fd_outgoing fd:i32|fd=%d",
    "migration_file_incoming filename:str|filename=%s",
    "migration_file_outgoing filename:str|filename=%s",
    "migration_pagecache_init max_num_items:i64|Setting cache buckets to %ld",
    "migration_pagecache_insert|Error allocating page",
    "migration_precopy_complete|",
    "migration_rate_limit_post urgent:i32|urgent: %d",
    "migration_rate_limit_pre ms:i32|%d ms",
    "migration_return_path_end_after|",
    "migration_return_path_end_before|",
    "migration_set_incoming_channel ioc:ptr ioctype:word|ioc=%p ioctype=%s",
    "migration_set_outgoing_channel ioc:ptr ioctype:word hostname:str err:ptr|ioc=%p "
        + "ioctype=%s hostname=%s err=%p",
    "migration_socket_incoming_accepted|",
    "migration_socket_outgoing_connected hostname:str|hostname=%s",
    "migration_socket_outgoing_error err:str|error=%s",
    "migration_thread_after_loop|",
    "migration_thread_file_err|",
    "migration_thread_low_pending pending:u64|%lu",
    "migration_thread_setup_complete|",
    "migration_throttle|",
    "migration_tls_incoming_handshake_complete|",
    "migration_tls_incoming_handshake_error err:str|err=%s",
    "migration_tls_incoming_handshake_start|",
    "migration_tls_outgoing_handshake_complete|",
    "migration_tls_outgoing_handshake_error err:str|err=%s",
    "migration_tls_outgoing_handshake_start hostname:str|hostname=%s",
    "migration_transferred_bytes qemu_file:u64 multifd:u64 rdma:u64|qemu_file %lu "
        + "multifd %lu RDMA %lu",
    "monitor_qmp_respond mon:ptr json:str|mon %p resp: %s",
    "postcopy_pause_continued|",
    "postcopy_pause_fast_load|",
    "postcopy_pause_fast_load_continued|",
    "postcopy_pause_fault_thread|",
    "postcopy_pause_fault_thread_continued|",
    "postcopy_pause_incoming|",
    "postcopy_pause_incoming_continued|",
    "postcopy_pause_return_path|",
    "postcopy_pause_return_path_continued|",
    "postcopy_start|",
    "postcopy_start_set_run|",
    "process_incoming_migration_co_end ret:i32|ret=%d",
    "process_incoming_migration_co_end ret:i32 ps:i32|ret=%d postcopy-state=%d",
    "qemu_file_fclose|",
    "qemu_file_get_fd name:str fd:i32|ioc %s -> fd %d",
    "qemu_file_monitor_add_watch mon:ptr dirpath:str filename:str cb:ptr opaque:ptr "
        + "id:i64|File monitor %p add watch dir='%s' file='%s' cb=%p opaque=%p id=%ld",
    "qemu_file_monitor_disable_watch mon:ptr dirpath:str id:i32|File monitor %p disable "
        + "watch dir='%s' id=%u",
    "qemu_file_monitor_dispatch mon:ptr dirpath:str filename:str ev:i32 cb:ptr "
        + "opaque:ptr id:i64|File monitor %p dispatch dir='%s' file='%s' ev=%d cb=%p opaque=%p "
        + "id=%ld",
    "qemu_file_monitor_enable_watch mon:ptr dirpath:str id:i32|File monitor %p enable "
        + "watch dir='%s' id=%u",
    "qemu_file_monitor_event mon:ptr dirpath:str filename:str mask:i32 id:u32|File "
        + "monitor %p event dir='%s' file='%s' mask=0x%x id=%u",
    "qemu_file_monitor_new mon:ptr fd:i32|File monitor %p created fd=%d",
    "qemu_file_monitor_remove_watch mon:ptr dirpath:str id:i64|File monitor %p remove "
        + "watch dir='%s' id=%ld",
    "qemu_file_put_fd name:str fd:i32 ret:i32|ioc %s, fd %d -> status %d",
    "qemu_loadvm_state_post_main ret:i32|%d",
    "qemu_loadvm_state_section section_type:u32|%d",
    "qemu_loadvm_state_section_command ret:i32|%d",
    "qemu_loadvm_state_section_partend section_id:u32|%u",
    "qemu_loadvm_state_section_startfull section_id:u32 idstr:str instance_id:u32 "
        + "version_id:u32|%u(%s) %u %u",
    "qemu_savevm_send_packaged|",
    "qemu_savevm_send_postcopy_advise|",
    "qemu_savevm_send_postcopy_ram_discard id:str len:u16|%s: %ud",
    "runstate_set current_state:i32 current_state_str:word new_state:i32 "
        + "new_state_str:word|current_run_state %d (%s) new_state %d (%s)",
    "savevm_command_send command:u16 len:u16|com=0x%x len=%d",
    "savevm_section_end id:str section_id:u32 ret:i32|%s, section_id %u -> %d",
    "savevm_section_skip id:str section_id:u32|%s, section_id %u",
    "savevm_section_start id:str section_id:u32|%s, section_id %u",
    "savevm_send_colo_enable|",
    "savevm_send_open_return_path|",
    "savevm_send_ping val:u32|0x%x",
    "savevm_send_postcopy_listen|",
    "savevm_send_postcopy_resume|",
    "savevm_send_postcopy_run|",
    "savevm_send_recv_bitmap name:str|%s",
    "savevm_send_switchover_start|",
    "savevm_state_cleanup|",
    "savevm_state_header|",
    "savevm_state_iterate|",
    "savevm_state_resume_prepare|",
    "savevm_state_setup|",
    "source_return_path_thread_bad_end|",
    "source_return_path_thread_end|",
    "source_return_path_thread_entry|",
    "source_return_path_thread_loop_top|",
    "source_return_path_thread_pong val:u32|0x%x",
    "source_return_path_thread_postcopy_package_loaded|",
    "source_return_path_thread_resume_ack v:u32|%u",
    "source_return_path_thread_shut val:u32|0x%x",
    "source_return_path_thread_switchover_acked|",
    "vhost_commit started:u8 changed:u8|Started: %d Changed: %d",
    "vhost_dev_cleanup dev:ptr|%p",
    "vhost_dev_init_in dev:ptr|%p",
    "vhost_dev_init_out dev:ptr|%p",
    "vhost_dev_start_in dev:ptr name:word vrings:u8|%p:%s vrings:%d",
    "vhost_dev_start_out dev:ptr name:word|%p:%s",
    "vhost_dev_stop_in dev:ptr name:word vrings:u8|%p:%s vrings:%d",
    "vhost_dev_stop_out dev:ptr name:word|%p:%s",
    "vhost_region_add_section name:str gpa:u64 size:u64 host:u64|%s: 0x%lx+0x%lx @ 0x%lx",
    "vhost_region_add_section_aligned name:str gpa:u64 size:u64 host:u64|%s: 0x%lx+0x%lx "
        + "@ 0x%lx",
    "vhost_region_add_section_merge name:str new_size:u64 gpa:u64 owr:u64|%s: size: "
        + "0x%lx gpa: 0x%lx owr: 0x%lx",
    "vhost_reject_section name:str d:i32|%s:%d",
    "vhost_section name:str|%s",
    "vhost_user_blk_connect_in vdev:ptr|vdev %p",
    "vhost_user_blk_connect_out vdev:ptr|vdev %p",
    "vhost_user_blk_device_realize_in vdev:ptr|vdev %p",
    "vhost_user_blk_device_realize_out vdev:ptr|vdev %p",
    "vhost_user_blk_init_in vdev:ptr|vdev %p",
    "vhost_user_blk_init_out vdev:ptr|vdev %p",
    "vhost_user_blk_start_in vdev:ptr|vdev %p",
    "vhost_user_blk_start_out vdev:ptr|vdev %p",
    "vhost_user_blk_stop_in vdev:ptr|vdev %p",
    "vhost_user_blk_stop_out vdev:ptr|vdev %p",
    "vhost_user_event chr:str event:i32|chr: %s got event: %d",
    "vhost_user_postcopy_end_entry|",
    "vhost_user_postcopy_end_exit|",
    "vhost_user_postcopy_fault_handler name:str fault_address:u64 nregions:i32|%s: "
        + "@0x%lx nregions:%d",
    "vhost_user_postcopy_fault_handler_found i:i32 region_offset:u64 rb_offset:u64|%d: "
        + "region_offset: 0x%lx rb_offset:0x%lx",
    "vhost_user_postcopy_fault_handler_loop i:i32 client_base:u64 size:u64|%d: client "
        + "0x%lx +0x%lx",
    "vhost_user_postcopy_listen|",
    "vhost_user_postcopy_waker rb:str rb_offset:u64|%s + 0x%lx",
    "vhost_user_postcopy_waker_found client_addr:u64|0x%lx",
    "vhost_user_postcopy_waker_nomatch rb:str rb_offset:u64|%s + 0x%lx",
    "vhost_user_read req:u32 req_name:word flags:u32|req:%d (%s) flags:0x%x",
    "vhost_user_set_mem_table_postcopy client_addr:u64 qhva:u64 reply_i:i32 "
        + "region_i:i32|client:0x%lx for hva: 0x%lx reply %d region %d",
    "vhost_user_set_mem_table_withfd index:i32 name:str memory_size:u64 "
        + "guest_phys_addr:u64 userspace_addr:u64 offset:u64|%d:%s: size:0x%lx GPA:0x%lx "
        + "QVA/userspace:0x%lx RB offset:0x%lx",
    "vhost_user_write req:u32 req_name:word flags:u32|req:%d (%s) flags:0x%x",
    "vhost_virtqueue_start_in dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_virtqueue_start_out dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_virtqueue_stop_in dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_virtqueue_stop_out dev:ptr name:word idx:i32|%p:%s %d",
    "virtio_queue_notify vdev:ptr n:i32 vq:ptr|vdev %p n %d vq %p",
    "virtio_set_status vdev:ptr val:u8|vdev %p val %u",
    "vm_state_notify running:i32 reason:i32 reason_str:word|running %d reason %d (%s)",
    "vmstate_downtime_checkpoint checkpoint:word|%s",
    "vmstate_downtime_load type:word idstr:str instance_id:u32 downtime:i64|type=%s "
        + "idstr=%s instance_id=%d downtime=%li",
    "vmstate_downtime_save type:word idstr:str instance_id:u32 downtime:i64|type=%s "
        + "idstr=%s instance_id=%d downtime=%li",
    "vmstate_field_exists vmsd:str name:str field_version:i32 version:i32 "
        + "result:i32|%s:%s field_version %d version %d result %d",
    "vmstate_load idstr:str vmsd_name:str|%s, %s",
    "vmstate_load_field_error field:str ret:i32|field \"%s\" load failed, ret = %d",
    "vmstate_load_state name:str version_id:i32|%s v%d",
    "vmstate_load_state_end name:str reason:str val:i32|%s %s/%d",
    "vmstate_load_state_field name:str field:str exists:u8|%s:%s exists=%d",
    "vmstate_n_elems name:str n_elems:i32|%s: %d",
    "vmstate_save idstr:str vmsd_name:str|%s, %s",
    "vmstate_save_state_loop name:str field:str n_elems:i32|%s/%s[%d]",
    "vmstate_save_state_pre_save_res name:str res:i32|%s/%d",
    "vmstate_save_state_top idstr:str|%s",
    "vmstate_subsection_load parent:str|%s",
    "vmstate_subsection_load_bad parent:str sub:str sub2:str|%s: %s/%s",
    "vmstate_subsection_load_good parent:str|%s",
    "vmstate_subsection_save_loop name:str sub:str|%s/%s",
    "vmstate_subsection_save_top idstr:str|%s",
    "vhost_virtque_start_in dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_virtque_start_out dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_virtque_stop_in dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_virtque_stop_out dev:ptr name:word idx:i32|%p:%s %d",
    "vhost_dev_start dev:ptr name:word vrings:u8|%p:%s vrings:%d",
    "vhost_dev_stop dev:ptr name:word vrings:u8|%p:%s vrings:%d",
    "vhost_user_read req:u32 flags:u32|req:%d flags:0x%x",
    "vhost_user_write req:u32 flags:u32|req:%d flags:0x%x"
  };

  private BuiltinEvents() {}

  private static final class BuiltinTable {
    static final EventTable TABLE = load();
    static final Map<Event, List<EventDeclaration>> FORMATS = byEvent(TABLE);
  }

  /** The table of them. */
  public static EventTable table() {
    return BuiltinTable.TABLE;
  }

  /** The formats of a row by each of its names, newest name first. */
  static List<EventDeclaration> formats(Event event) {
    return BuiltinTable.FORMATS.getOrDefault(event, List.of());
  }

  private static Map<Event, List<EventDeclaration>> byEvent(EventTable table) {
    Map<Event, List<EventDeclaration>> out = new EnumMap<>(Event.class);
    for (Event event : Event.values()) {
      out.put(event, formats(event, table));
    }
    return out;
  }

  private static List<EventDeclaration> formats(Event event, EventTable table) {
    List<EventDeclaration> out = new ArrayList<>();
    List<String> names = new ArrayList<>();
    names.add(event.canonical());
    event.formers().forEach(former -> names.add(former.name()));
    for (String name : names) {
      for (EventDeclaration d = table.find(name); d != null; d = d.variant()) {
        out.add(d);
      }
    }
    return List.copyOf(out);
  }

  private static EventTable load() {
    Map<String, EventDeclaration> byName = new HashMap<>();
    List<EventDeclaration> order = new ArrayList<>();
    for (int i = ROWS.length - 1; i >= 0; i--) {
      int bar = ROWS[i].indexOf('|');
      String[] words = ROWS[i].substring(0, bar).split(" ");
      List<EventDeclaration.Argument> arguments = new ArrayList<>();
      for (int w = 1; w < words.length; w++) {
        int colon = words[w].indexOf(':');
        arguments.add(
            new EventDeclaration.Argument(
                words[w].substring(0, colon), type(words[w].substring(colon + 1))));
      }
      EventDeclaration row =
          new EventDeclaration(
              EventName.of(words[0]),
              List.copyOf(arguments),
              EventFormat.compile(ROWS[i].substring(bar + 1)),
              byName.get(words[0]));
      byName.put(words[0], row);
    }
    order.addAll(byName.values());
    return EventTable.of(order);
  }

  private static ArgumentType type(String word) {
    switch (word) {
      case "u8":
        return ArgumentType.U8;
      case "u16":
        return ArgumentType.U16;
      case "u32":
        return ArgumentType.U32;
      case "i32":
        return ArgumentType.I32;
      case "i64":
        return ArgumentType.I64;
      case "str":
        return ArgumentType.STRING;
      case "word":
        return ArgumentType.WORD;
      case "ptr":
        return ArgumentType.POINTER;
      default:
        return ArgumentType.U64;
    }
  }
}
