// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.diagnostics;

/**
 * Every kind of finding: its stable code, severity and what to do about it. Codes are never reused.
 * 01xx the stream and its framing, 02xx device state, 03xx vhost devices, 10xx traces, 11xx
 * vhost-user messages, 30xx to 36xx rules over a whole run (package {@code rules}).
 */
public enum Code {
  NOT_A_STREAM(
      "VT0101",
      Severity.ERROR,
      "a migration stream starts with QEVM; save one with the monitor command"
          + " migrate \"exec:cat>stream.bin\""),
  TRUNCATED(
      "VT0102",
      Severity.ERROR,
      "the recording was cut short, or the migration failed or was cancelled here"),
  UNKNOWN_RECORD(
      "VT0103",
      Severity.ERROR,
      "the bytes here are damaged, or sync was lost before; decoding goes on at the next section"
          + " that can be recognised"),
  FOOTER_MISSING(
      "VT0104", Severity.ERROR, "the section is damaged or longer than its description says"),
  UNKNOWN_SECTION("VT0105", Severity.ERROR, "the header of this section is missing or damaged"),
  BAD_LENGTH("VT0106", Severity.ERROR, "the length is damaged, or sync was lost before"),
  TRAILING_BYTES("VT0107", Severity.WARNING, "something else was appended to the stream"),
  UNSUPPORTED_VERSION("VT0108", Severity.ERROR, "only stream version 3 is in use since QEMU 0.12"),
  UNKNOWN_COMMAND(
      "VT0109", Severity.WARNING, "a newer QEMU may have added it; its payload is kept as bytes"),
  LEADING_BYTES(
      "VT0110",
      Severity.INFO,
      "a file: migration with an offset leaves such a gap before the stream"),
  NOT_A_CHANNEL(
      "VT0111",
      Severity.ERROR,
      "known are multifd channels, the postcopy-preempt channel, a resumed postcopy, the return"
          + " path and the CPR channel, each recorded from its first byte on"),
  CHANNEL_RECORD("VT0112", Severity.ERROR, "the channel is damaged here, or sync was lost before"),
  CHANNELS_DISAGREE(
      "VT0113",
      Severity.WARNING,
      "a channel is missing, was cut short, or belongs to another migration"),
  STREAM_HOLE(
      "VT0115",
      Severity.ERROR,
      "the bytes of the hole were sent, but they are not in the recording; record again on a"
          + " disk that is fast and large enough"),
  NO_DESCRIPTION(
      "VT0201",
      Severity.WARNING,
      "device state is read by built-in knowledge only; give a description with --schema"),
  DESCRIPTION_DAMAGED(
      "VT0202", Severity.ERROR, "devices listed before the damage are still read by it"),
  DESCRIPTION_MISFIT(
      "VT0203",
      Severity.ERROR,
      "the description does not fit the bytes; decoding continues after the section's footer"),
  NOT_DESCRIBED(
      "VT0204", Severity.WARNING, "the bytes up to the section's footer are kept as opaque"),
  RAM_RECORD("VT0205", Severity.ERROR, "the RAM section is damaged here, or sync was lost before"),
  IMPLAUSIBLE(
      "VT0206", Severity.WARNING, "the byte is damaged, or the device wrote an invalid value"),
  RAM_FLAG_UNUSUAL(
      "VT0207", Severity.WARNING, "pages of an RDMA migration cannot be read from its stream"),
  PART_RECORD("VT0208", Severity.ERROR, "the section is damaged here, or sync was lost before"),
  PAGE_UNDECODABLE(
      "VT0209",
      Severity.ERROR,
      "the compressed content is damaged, or an earlier version of the page is not in the input"),
  SCHEMA_MISFIT(
      "VT0210",
      Severity.WARNING,
      "the schema belongs to a stream with another layout; use one from a machine with the same"
          + " devices and the same QEMU"),
  SCHEMA_OF_SIZES(
      "VT0211",
      Severity.WARNING,
      "-dump-vmstate has neither types nor lengths of arrays; a stream of such a machine has"
          + " both: use that as the schema"),
  DESCRIPTION_TOO_LARGE(
      "VT0213",
      Severity.WARNING,
      "device state is read by built-in knowledge only; a stream of such a machine with a"
          + " smaller description can be given with --schema"),
  LAYOUT_VERSION(
      "VT0220",
      Severity.ERROR,
      "QEMU loads versions from the minimum up to its own and refuses all others"),
  LAYOUT_FIELD_ADDED(
      "VT0221",
      Severity.ERROR,
      "put new fields into a subsection that is sent only when it is needed"),
  LAYOUT_FIELD_REMOVED(
      "VT0222", Severity.ERROR, "keep unused bytes of the same size in place of the field"),
  LAYOUT_FIELD_RESIZED(
      "VT0223",
      Severity.ERROR,
      "fields have no names in the stream, so all later ones are displaced"),
  LAYOUT_FIELD_MOVED("VT0224", Severity.ERROR, "fields are read in the order of the description"),
  LAYOUT_SUBSECTION_SENT(
      "VT0225",
      Severity.ERROR,
      "a QEMU that does not know a subsection fails to load it; a compat property of the machine"
          + " type has to keep it from being sent"),
  LAYOUT_SECTION_UNKNOWN(
      "VT0226", Severity.ERROR, "both sides need the same devices at the same addresses"),
  LAYOUT_CONDITION(
      "VT0227",
      Severity.WARNING,
      "check what machines of both types really send: compare streams, or their descriptions"),
  LAYOUT_SUBSECTION_OPTIONAL(
      "VT0228",
      Severity.WARNING,
      "a subsection that one side does not know breaks migration where the other one sends it;"
          + " streams show whether it does"),
  LAYOUT_TYPE_UNKNOWN(
      "VT0229", Severity.WARNING, "machines without such a device are not affected"),
  LAYOUT_MEANING(
      "VT0230", Severity.WARNING, "the bytes are taken for something other than what was written"),
  LAYOUT_RENAMED(
      "VT0231", Severity.INFO, "names of fields and of device types are not part of the stream"),
  LAYOUT_PADDING("VT0232", Severity.INFO, "the same number of bytes is there as before"),
  LAYOUT_VERSION_INSIDE(
      "VT0233", Severity.INFO, "versions of inner structures are not part of the stream"),
  TRANSFER_AMBIGUOUS(
      "VT0301",
      Severity.WARNING,
      "give the recorded descriptor offsets with --fds to tell the layouts apart"),
  TRANSFER_UNPROVED(
      "VT0302", Severity.WARNING, "the stream ends too early for the layout to be proved"),
  DESCRIPTORS_DISAGREE(
      "VT0303",
      Severity.ERROR,
      "the list of descriptors belongs to another stream, or the stream is damaged"),
  NOT_STARTED(
      "VT0304",
      Severity.WARNING,
      "the guest never started this device; the destination expects its notifiers anyway and"
          + " fails"),
  FEATURES_CUT(
      "VT0305",
      Severity.WARNING,
      "vhost-dev carries only 64 feature bits, and the guest negotiated some above them"),

  NOT_THIS_KIND(
      "VT1001",
      Severity.ERROR,
      "the file is damaged, or it is not of the kind that it was taken for"),
  LINE_TOO_LONG(
      "VT1002", Severity.WARNING, "the rest of the line is skipped; the file may be binary"),
  LINE_DAMAGED(
      "VT1003", Severity.WARNING, "the log was cut, or something else wrote into the same file"),
  LINES_INTERLEAVED(
      "VT1004",
      Severity.WARNING,
      "two threads or processes wrote at the same time; both halves are kept"),
  CLOCK_JUMP(
      "VT1005", Severity.INFO, "the wall clock was set, or logs were joined in the wrong order"),
  EVENTS_DROPPED(
      "VT1006",
      Severity.WARNING,
      "QEMU's trace buffer was full; what is not in the trace may still have happened"),
  TRACE_TRUNCATED(
      "VT1007", Severity.ERROR, "QEMU was killed while it wrote, or the copy is not complete"),
  TRACE_RECORD_DAMAGED(
      "VT1008", Severity.ERROR, "reading continues at the next record that can be recognised"),
  EVENT_UNDECLARED(
      "VT1009",
      Severity.WARNING,
      "give the trace-events-all file of the QEMU that wrote the trace with --trace-events"),
  ARGUMENTS_MISFIT(
      "VT1010",
      Severity.WARNING,
      "the trace-events-all file belongs to another QEMU than the trace"),
  DECLARATION_DAMAGED(
      "VT1011", Severity.WARNING, "the event is known by name only, its arguments are not"),
  JSON_DAMAGED("VT1012", Severity.WARNING, "the line is skipped; it was cut, or is not JSON"),
  STRINGS_CUT("VT1013", Severity.WARNING, "record again with strace -s 65536 -xx to get all bytes"),
  BLOCK_DAMAGED("VT1014", Severity.ERROR, "the pcapng file was cut or damaged here"),
  PAYLOADS_UNSEEN(
      "VT1015",
      Severity.WARNING,
      "record again with strace -f -s 65536 -xx -e trace=sendmsg,recvmsg,read,write,readv,writev"),
  NOT_READ(
      "VT1020",
      Severity.ERROR,
      "what the file contains is not known; the findings of the other files are not affected"),
  NOT_RECOGNISED(
      "VT1021",
      Severity.ERROR,
      "its beginning is damaged, or it is something else; what can be read of it is used"),
  ROLE_DISAGREES(
      "VT1022", Severity.WARNING, "it is read as what its content shows; correct capture.json"),
  FILE_MISSING(
      "VT1023",
      Severity.WARNING,
      "part of the capture was cut off or not copied; what the file contained is not known"),
  SIZE_DISAGREES(
      "VT1024",
      Severity.WARNING,
      "the file was cut or changed after it was recorded, or the recorder was killed"),
  ZERO_BYTES(
      "VT1025",
      Severity.ERROR,
      "the disk was full, or the host went down, while the file was written; what was there is"
          + " lost"),
  LINES_LEFT_OUT(
      "VT1026",
      Severity.WARNING,
      "use a shorter log, or one without the guest's console output, to have all lines read"),
  EVIDENCE_NOT_RECORDED(
      "VT1027",
      Severity.WARNING,
      "what is not in the file may still have happened; no conclusion is drawn from its absence"),
  EVENTS_LEFT_OUT(
      "VT1028",
      Severity.WARNING,
      "--keep-records, or the setting vtrace.keepRecords, keeps more; each takes about 2 KiB of"
          + " memory"),
  MESSAGES_LEFT_OUT(
      "VT1029",
      Severity.WARNING,
      "--keep-records, or the setting vtrace.keepRecords, keeps more; what only these messages would"
          + " show is not known"),
  QUEUES_LEFT_OUT(
      "VT1190",
      Severity.INFO,
      "use a part of the recording with fewer starts and stops, or fewer queues"),
  WIRE_UNKNOWN_REQUEST(
      "VT1101", Severity.WARNING, "a newer or private request; its payload is kept as bytes"),
  WIRE_ODD_SIZE("VT1102", Severity.WARNING, "what does not fit the layout is kept as bytes"),
  WIRE_FLAGS("VT1103", Severity.WARNING, "only version 1 without reserved bits is defined"),
  WIRE_SYNC_LOST(
      "VT1104",
      Severity.ERROR,
      "bytes are missing from the recording, or it is not vhost-user traffic; reading continues"
          + " at the next header"),
  WIRE_TRUNCATED(
      "VT1105",
      Severity.WARNING,
      "the recording ends inside a message, or bytes of the message are missing"),
  WIRE_STRAY_REPLY(
      "VT1106",
      Severity.WARNING,
      "the recording lacks the request, or one end violated the protocol"),
  WIRE_REPLY_MISSING(
      "VT1107", Severity.WARNING, "the other end did not answer, or the recording lacks the reply"),
  WIRE_EMPTY_CONFIG(
      "VT1108", Severity.WARNING, "the back-end could not return its configuration space"),
  WIRE_NOT_RECORDED(
      "VT1109",
      Severity.WARNING,
      "the disk was full or too slow; what is not in the recording may still have happened"),
  WIRE_NO_MESSAGE(
      "VT1115",
      Severity.ERROR,
      "one of the ends violated the protocol, or the socket does not carry vhost-user"),
  WIRE_NO_DESCRIPTORS(
      "VT1116",
      Severity.INFO,
      "a recording of vtrace proxy, vtrace record or strace has the descriptors"),

  NOT_NEGOTIATED(
      "VT3001",
      Severity.ERROR,
      "the front-end must not use a request before the feature for it is negotiated"),
  ENABLE_TOO_EARLY(
      "VT3002",
      Severity.ERROR,
      "send SET_FEATURES with VHOST_USER_PROTOCOL_FEATURES first; without it, rings are enabled"
          + " from the start"),
  PROTOCOL_NOT_OFFERED(
      "VT3003", Severity.ERROR, "a front-end may set only what GET_PROTOCOL_FEATURES offered"),
  FEATURES_NOT_OFFERED(
      "VT3004", Severity.ERROR, "a front-end may set only what GET_FEATURES offered"),
  PROTOCOL_INCOMPLETE(
      "VT3005", Severity.ERROR, "negotiate the features that it depends on, or leave it out"),
  PROTOCOL_AMBIGUOUS(
      "VT3006",
      Severity.WARNING,
      "find out which version of the vhost crate the back-end was built with; 0.17 moved "
          + "SHMEM to bit 22"),
  PROTOCOL_UNKNOWN(
      "VT3007",
      Severity.WARNING,
      "the bit is newer than this version of vtrace, private, or set by mistake"),
  PROTOCOL_CHANGED(
      "VT3008",
      Severity.WARNING,
      "protocol features are negotiated once, before anything depends on them"),
  RESET_OWNER_USED(
      "VT3009",
      Severity.WARNING,
      "use RESET_DEVICE where it is negotiated, else disable and stop each ring"),
  NO_OWNER(
      "VT3010",
      Severity.WARNING,
      "the front-end claims the session with SET_OWNER before it sets up rings"),
  NEED_REPLY_UNHEARD(
      "VT3011",
      Severity.ERROR,
      "the front-end must not set need_reply without REPLY_ACK: it may wait forever"),
  REPLY_MISSING(
      "VT3012",
      Severity.ERROR,
      "check whether the back-end died at this request, or does not know it"),
  REPLY_STRAY(
      "VT3013",
      Severity.ERROR,
      "there is one reply for each request that needs one, in the order of the requests"),
  REPLY_ERROR("VT3014", Severity.ERROR, "the log of the end that refused the request says why"),
  REPLY_FLAGS(
      "VT3015", Severity.ERROR, "a reply has version 1 and the reply bit, and nothing else"),
  REQUEST_FLAGS(
      "VT3016",
      Severity.WARNING,
      "set all undefined bits to 0; strict implementations refuse them"),
  PAYLOAD_SIZE(
      "VT3017",
      Severity.ERROR,
      "one of the ends uses a layout of this message that differs from the specification"),
  CONFIG_SIZE(
      "VT3018",
      Severity.ERROR,
      "request at most 256 bytes, and reply with exactly as many as were requested"),
  BACKEND_GONE(
      "VT3019",
      Severity.ERROR,
      "read the back-end's log of that time: was it ended from outside, or by the last message"
          + " that it received?"),
  RING_LEFT_RUNNING(
      "VT3020",
      Severity.WARNING,
      "find out why the connection ended there: an orderly close stops each ring with"
          + " GET_VRING_BASE first, otherwise requests in flight may be lost"),
  RING_CHANGED_RUNNING(
      "VT3101",
      Severity.ERROR,
      "stop the ring first; only the log flag of its addresses may change while it runs"),
  RING_NOT_SET_UP(
      "VT3102",
      Severity.ERROR,
      "send memory, size, index and addresses first, then the kick descriptor"),
  RING_USED_AFTER_STOP(
      "VT3103",
      Severity.ERROR,
      "after GET_VRING_BASE a ring is stopped until SET_VRING_BASE and a new kick descriptor"),
  RING_STOPPED_TWICE(
      "VT3104",
      Severity.WARNING,
      "something stopped it before: look at the GET_VRING_BASE before this one"),
  RING_STOPPED_BY_QUERY(
      "VT3105",
      Severity.ERROR,
      "do not use x-query-virtio-queue-status on running vhost-user devices;"
          + " x-query-virtio-vhost-queue-status is harmless"),
  RING_BEYOND_QUEUES(
      "VT3106", Severity.ERROR, "give the device no more queues than GET_QUEUE_NUM returns"),
  RING_SIZE(
      "VT3107",
      Severity.ERROR,
      "a ring has 1 to 32768 entries; the size of a split ring is a power of two"),
  RING_MISALIGNED(
      "VT3108",
      Severity.ERROR,
      "the descriptor table is aligned to 16 bytes, the available ring to 2, the used ring to 4"),
  RING_INDEX_LOST(
      "VT3109",
      Severity.WARNING,
      "a back-end must read the index before it resets the queue, otherwise requests run twice"
          + " after a restart"),
  LOG_WITHOUT_BASE(
      "VT3110",
      Severity.ERROR,
      "send SET_LOG_BASE before the feature bit that switches logging on"),
  STATE_WHILE_RUNNING(
      "VT3111", Severity.ERROR, "stop all rings before the back-end's state is saved or loaded"),
  INFLIGHT_TOO_SMALL(
      "VT3112",
      Severity.ERROR,
      "the back-end computes the size; compare its layout with the specification's"),
  INFLIGHT_RING_LARGER(
      "VT3113", Severity.ERROR, "request a region for the largest ring with GET_INFLIGHT_FD"),
  REGION_ADDED_TWICE(
      "VT3114",
      Severity.ERROR,
      "a destination that receives a back-end has to know which regions the back-end already"
          + " has; until then, do not reset the guest after a transfer"),
  REGIONS_OVERLAP(
      "VT3115", Severity.ERROR, "merge the regions; libvhost-user gives up on such a table"),
  REGIONS_TOO_MANY(
      "VT3116",
      Severity.ERROR,
      "use CONFIGURE_MEM_SLOTS for more than 8 regions, and no more memory devices than there"
          + " are slots"),
  REGION_NOT_THERE(
      "VT3117",
      Severity.WARNING,
      "remove a region with the address and size that it was added with"),
  RING_OUTSIDE_MEMORY(
      "VT3118",
      Severity.ERROR,
      "send the region that contains the ring before the ring's addresses"),
  FD_BIT_DISAGREES(
      "VT3201",
      Severity.ERROR,
      "bit 8 of the payload is set if and only if the message carries no descriptor"),
  FD_COUNT(
      "VT3202",
      Severity.ERROR,
      "send as many descriptors as the specification says, with the first byte of the message"),
  FD_KIND("VT3203", Severity.WARNING, "the sender mixed up two of its descriptors"),
  CHANNEL_WITHOUT_FDS(
      "VT3204",
      Severity.ERROR,
      "migrate over a UNIX socket (unix:PATH), without TLS; TCP, files and pipes cannot "
          + "pass descriptors"),
  FD_NOT_CLAIMED(
      "VT3205",
      Severity.ERROR,
      "loading ended before the field that the descriptor is for; look for the first error"
          + " before it"),
  FD_SIDES_DISAGREE(
      "VT3206",
      Severity.ERROR,
      "one side has more fields with descriptors than the other: compare their command lines"
          + " and versions"),
  FD_CLAIMED_TWICE(
      "VT3207",
      Severity.ERROR,
      "the receiver has to take one descriptor from the queue for each field"),
  FD_STANDARD(
      "VT3208",
      Severity.WARNING,
      "a field without a descriptor was saved; 0 is often a value that was never set"),
  FD_FIELD_KIND(
      "VT3209",
      Severity.ERROR,
      "the order of descriptors differs from the order of fields: there is one too many or one"
          + " too few"),
  FD_OTHER_OBJECT(
      "VT3210",
      Severity.ERROR,
      "the back-end keeps using what the message gave it: find out where the source mixes up"
          + " two descriptors"),
  FD_IN_TWO_FIELDS(
      "VT3211",
      Severity.ERROR,
      "each field has its own object: find out where the source puts one into the stream twice"),
  FD_CLOSED_BEFORE_SAVE(
      "VT3212",
      Severity.ERROR,
      "find out what closed the descriptor, or why it was never opened: a transport such as"
          + " virtio-mmio may have no notifiers to hand over"),
  FD_NOT_SENT(
      "VT3213", Severity.ERROR, "the lines before it say why the socket did not take the message"),
  TRANSFER_FORBIDS(
      "VT3301",
      Severity.ERROR,
      "the back-end already belongs to the other side; compare that place in the code with the"
          + " conditions of the series"),
  OPERATION_MISSING(
      "VT3302", Severity.ERROR, "the back-end was not told what this message contains"),
  OPERATION_FAILED("VT3303", Severity.ERROR, "the reply, or the line that QEMU logged, says why"),
  NEVER_STARTED(
      "VT3304",
      Severity.ERROR,
      "let the guest's driver set up the device before migrating, or leave the device out of"
          + " the transfer"),
  NO_INFLIGHT_REGION(
      "VT3305",
      Severity.ERROR,
      "use a back-end with INFLIGHT_SHMFD; version 2 of the series cannot hand over one without"
          + " it"),
  TRANSFER_OVER_TLS(
      "VT3306",
      Severity.ERROR,
      "a local migration over a UNIX socket needs no TLS: clear tls-creds"),
  CHARDEV_LAYERS("VT3307", Severity.ERROR, "connect to the back-end over a plain UNIX socket"),
  MIGRATION_CANCELLED(
      "VT3308", Severity.ERROR, "find out who sent migrate_cancel; nothing else needs to be wrong"),
  MIGRATION_FAILED("VT3309", Severity.ERROR, "look at the first error in the list"),
  SOURCE_UNAWARE(
      "VT3310",
      Severity.ERROR,
      "switch on the return-path capability, so that the source is told; until then, resume the"
          + " source with cont"),
  BOTH_RUN("VT3311", Severity.ERROR, "stop one of the two at once: they write to the same disk"),
  ERROR_HANDLER_LOST(
      "VT3312",
      Severity.WARNING,
      "restart the device at the next opportunity; until then, errors of its rings are not seen"),
  QUEUE_FAILED("VT3313", Severity.ERROR, "look at what QEMU logged at that moment"),
  QUEUE_CUT(
      "VT3314",
      Severity.WARNING,
      "let QEMU exit before copying its log, and switch on all vhost trace events"),
  QUEUE_UNEXPLAINED(
      "VT3315",
      Severity.INFO,
      "add evidence: the QMP transcript, the stream, or the traffic of the socket"),
  QUEUE_TRANSFERRED("VT3316", Severity.INFO, "nothing to do: the back-end continues by itself"),
  QUEUE_NOT_SET_UP("VT3317", Severity.INFO, "nothing to do: the guest does not use this queue"),
  SOURCE_STILL_SPEAKS(
      "VT3318",
      Severity.ERROR,
      "the back-end cannot tell the two apart: find out what the source still does with the"
          + " device after it has put the connection into the stream"),
  QUEUES_DIFFER("VT3401", Severity.ERROR, "give both sides the same num-queues"),
  VECTORS_DIFFER(
      "VT3402", Severity.ERROR, "give both sides the same num-queues, or the same vectors"),
  TRANSFER_ONE_SIDED(
      "VT3403",
      Severity.ERROR,
      "set the same capability or parameter on both sides, before migrate and migrate-incoming"),
  TRANSFER_LISTS_DIFFER("VT3404", Severity.ERROR, "set the same value on both sides"),
  BACKEND_FEATURES_DIFFER(
      "VT3405",
      Severity.ERROR,
      "start a back-end on the destination that offers the same features"),
  BACKEND_PROTOCOL_DIFFERS(
      "VT3406", Severity.WARNING, "use the same version of the same back-end on both sides"),
  BACKEND_CONFIG_DIFFERS(
      "VT3407",
      Severity.WARNING,
      "the two back-ends serve different disks, or the same disk with different options"),
  RING_INDEX_DIFFERS(
      "VT3408",
      Severity.ERROR,
      "the index in the stream has to reach the back-end unchanged, otherwise requests are lost"
          + " or run twice"),
  STREAM_INDEX(
      "VT3501",
      Severity.ERROR,
      "the device state was saved before the ring was stopped, or the reply was ignored"),
  STREAM_FEATURES_CUT(
      "VT3502",
      Severity.WARNING,
      "the destination takes these features to be off; the series has to carry all 128 bits"),
  STREAM_QUEUES(
      "VT3503", Severity.ERROR, "num-queues of the device must match the queues of the back-end"),
  STREAM_INFLIGHT_LOST(
      "VT3504",
      Severity.ERROR,
      "a back-end must not clear entry 0 of a region that was never used (spdk issue 3766)"),
  STREAM_INFLIGHT_SIZE(
      "VT3505", Severity.ERROR, "the region must be large enough for all queues of the device"),
  STREAM_DEVICE_BROKEN(
      "VT3506",
      Severity.WARNING,
      "the device was already broken before the migration; the guest has to reset it"),
  STREAM_SOCKET_DISAGREE(
      "VT3507",
      Severity.ERROR,
      "the stream and the recorded connection belong to different runs, or the state was saved"
          + " incorrectly"),
  BLOCKED_REASONS(
      "VT3690", Severity.ERROR, "remove the blocker that the reason names, and migrate again"),
  BLOCK_IO_FAILED("VT3691", Severity.ERROR, "check the disk's file and the process that serves it"),
  GUEST_PANIC("VT3692", Severity.ERROR, "read the guest's console: the kernel says why"),
  COMMAND_REFUSED("VT3693", Severity.ERROR, "QEMU's reply says why; the command had no effect"),
  POSTCOPY_STUCK(
      "VT3694",
      Severity.ERROR,
      "reconnect the two sides: migrate-recover on the destination, then migrate with resume on"
          + " the source"),
  QUERY_REFUSED("VT3695", Severity.INFO, "nothing to do: a query changes nothing"),
  CONFIG_SPACE_DIFFERS(
      "VT3601",
      Severity.ERROR,
      "give the device the same options and the same machine type on both sides"),
  FIELD_DIFFERS("VT3602", Severity.ERROR, "give the device the same options on both sides"),
  BACKEND_PANIC(
      "VT3603", Severity.ERROR, "the message that the back-end received last is the likely cause"),
  RING_INCONSISTENT(
      "VT3604",
      Severity.ERROR,
      "memory and device state are from different moments; under backend transfer the index is"
          + " out of date by design, and QEMU has to leave this check out"),
  LOAD_HOOK_FAILED(
      "VT3605",
      Severity.ERROR,
      "what the hook needs was not in the stream or could not be set up; look at the first"
          + " error"),
  LOAD_FIELD_FAILED(
      "VT3606",
      Severity.ERROR,
      "such lines come from the innermost field outwards: the first one names the field"),
  SAVE_FAILED(
      "VT3607",
      Severity.ERROR,
      "the reason is in the rest of the line, or in a line before it; the connection of a"
          + " back-end cannot be saved after it is closed"),
  BACKEND_UNREACHABLE(
      "VT3608", Severity.ERROR, "the back-end ended or closed the connection; its log says why"),
  VHOST_START_FAILED("VT3609", Severity.ERROR, "look at the lines before it"),
  QEMU_ABORTED(
      "VT3610",
      Severity.ERROR,
      "a core dump shows where; the cause is usually in the lines before it"),
  CHANNEL_ERROR(
      "VT3611", Severity.ERROR, "the other side usually closed the channel: look there first"),
  SIBLING_FAILED("VT3612", Severity.WARNING, "the log of the destination says why"),
  SECTION_MISREAD(
      "VT3613",
      Severity.ERROR,
      "compare versions, machine types and options of that device on both sides; "
          + "'vtrace decode' and 'vtrace diff' show where its state differs"),
  DEVICE_MISSING(
      "VT3614",
      Severity.ERROR,
      "start the destination with the same devices at the same addresses, hot-plugged "
          + "ones included"),
  STATE_VERSION(
      "VT3615",
      Severity.ERROR,
      "use a machine type that both versions know, and migrate from the older to the "
          + "newer one"),
  MACHINES_DIFFER(
      "VT3616",
      Severity.ERROR,
      "use the same machine type, CPU model and migration settings on both sides"),
  STREAM_REFUSED(
      "VT3617",
      Severity.ERROR,
      "check that both sides use the same kind of channel, capabilities and port, and that"
          + " nothing else connects to it"),
  MEMORY_DIFFERS(
      "VT3618",
      Severity.ERROR,
      "give both sides the same amount of memory, of the same kind, and the same "
          + "devices with ROMs"),
  GUEST_FEATURES_MISSING(
      "VT3619",
      Severity.ERROR,
      "give the destination's device and back-end the features that the guest has "
          + "negotiated, or start the guest without them"),
  DEVICE_STATE_REFUSED("VT3620", Severity.ERROR, "give the device the same options on both sides"),
  MIGRATION_BLOCKED("VT3621", Severity.ERROR, "remove what blocks it; the line names it"),
  BACKEND_STATE_FAILED(
      "VT3622",
      Severity.ERROR,
      "the back-end's own log says why; start both back-ends with the same options"),
  VHOST_REQUEST_FAILED(
      "VT3623",
      Severity.ERROR,
      "the error number says why the back-end, or the kernel, refused; its log tells more"),
  VHOST_REPLY_WRONG(
      "VT3624",
      Severity.ERROR,
      "record the connection with 'vtrace proxy': it shows which message came in "
          + "place of the reply"),
  CONNECT_FAILED(
      "VT3625",
      Severity.ERROR,
      "check that the other end runs and listens there, and that QEMU may open the path"),
  DEVICE_NOT_CREATED(
      "VT3626",
      Severity.ERROR,
      "the line names what the device lacks: compare its options with what the back-end offers"),
  MEMORY_SLOTS_FULL(
      "VT3627",
      Severity.ERROR,
      "use fewer memory devices, or a back-end with more slots (CONFIGURE_MEM_SLOTS)"),
  DMA_MAPPING_FAILED(
      "VT3628",
      Severity.ERROR,
      "check the limit on locked memory (ulimit -l), the IOMMU's range and the kernel's log"),
  RING_NOT_SAVED(
      "VT3629",
      Severity.ERROR,
      "check in the back-end's log whether it still ran, and what it did last; requests may run"
          + " twice after this"),
  DIRTY_LOG_FAILED(
      "VT3630",
      Severity.ERROR,
      "a migration cannot see what the back-end writes: check whether it offers LOG_SHMFD and"
          + " still runs"),
  POSTCOPY_FAILED(
      "VT3631",
      Severity.ERROR,
      "check whether host and back-end support postcopy, and whether the connection was lost"),
  MULTIFD_FAILED(
      "VT3632",
      Severity.ERROR,
      "the first channel that failed shows why; use the same multifd settings on both sides"),
  RUN_STATE_REFUSED(
      "VT3633",
      Severity.ERROR,
      "check which commands were sent, and in which order: the state did not allow one of them"),
  DISK_NOT_HANDED_OVER(
      "VT3634", Severity.ERROR, "find out which image it is and which process has it open"),
  VDPA_FAILED(
      "VT3635",
      Severity.ERROR,
      "the kernel's log and the documentation of the device's driver tell more"),
  TLS_FAILED(
      "VT3636",
      Severity.ERROR,
      "compare tls-creds, tls-hostname and the certificates of both sides"),
  QEMU_CRASHED(
      "VT3637",
      Severity.ERROR,
      "a core dump shows where; the lines before it show what QEMU was doing"),
  QEMU_ENDED(
      "VT3638",
      Severity.INFO,
      "nothing is wrong if this was intended: management programs end a QEMU in this way"),
  SOCKET_FAILED(
      "VT3639",
      Severity.ERROR,
      "find out which socket it is: the lines before and after it name a device or the"
          + " migration"),
  COLO_FAILED(
      "VT3640",
      Severity.ERROR,
      "check whether the other side still runs; COLO ends with a failover"),
  SNAPSHOT_FAILED("VT3641", Severity.ERROR, "the line names what the snapshot needs"),
  BACKEND_REFUSED(
      "VT3642",
      Severity.ERROR,
      "the message that the back-end handled last is the one that it refused"),
  BACKEND_MEMORY_FAILED(
      "VT3643",
      Severity.ERROR,
      "compare the memory table that it was sent (SET_MEM_TABLE) with the address; use shared"
          + " memory, huge pages of one size, and enough address space"),
  BACKEND_SAW_CLOSE(
      "VT3644", Severity.INFO, "see QEMU's log: it ended, or it gave up the back-end"),
  BACKEND_REPORTED("VT3645", Severity.ERROR, "see what the back-end handled before it"),
  VM_ENDED("VT3646", Severity.ERROR, "the lines of QEMU before it say why"),
  QEMU_REPORTED(
      "VT3647",
      Severity.ERROR,
      "vtrace knows only the line itself; see what QEMU was doing at that moment"),
  QUEUE_SIZE_DIFFERS(
      "VT3648",
      Severity.ERROR,
      "give the destination's device queues of the source's size (queue-size, virtqueue_size, "
          + "rx_queue_size, tx_queue_size); where it has no such option, use a QEMU with the "
          + "same sizes on both sides");

  private final String code;
  private final Severity severity;
  private final String hint;

  Code(String code, Severity severity, String hint) {
    this.code = code;
    this.severity = severity;
    this.hint = hint;
  }

  /** The stable code, as {@code VT0102}. */
  public String code() {
    return code;
  }

  /** How bad it is. */
  public Severity severity() {
    return severity;
  }

  /** What the reader can do about it. */
  public String hint() {
    return hint;
  }
}
