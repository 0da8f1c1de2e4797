// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.diagnostics;

/**
 * Every kind of finding: its stable code, severity and what to do about it. Codes are never reused.
 * 01xx the stream and its framing, 02xx device state, 03xx vhost devices, 10xx traces, 11xx
 * vhost-user messages.
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
      "known are multifd channels, the postcopy-preempt channel, the return path and the CPR"
          + " channel, each recorded from its first byte on"),
  CHANNEL_RECORD("VT0112", Severity.ERROR, "the channel is damaged here, or sync was lost before"),
  CHANNELS_DISAGREE(
      "VT0113",
      Severity.WARNING,
      "a channel is missing, was cut short, or belongs to another migration"),
  NO_DESCRIPTION(
      "VT0201",
      Severity.WARNING,
      "device state is read by built-in knowledge only; give a description with --schema"),
  DESCRIPTION_DAMAGED(
      "VT0202", Severity.ERROR, "devices listed before the damage are still read by it"),
  DESCRIPTION_MISFIT(
      "VT0203",
      Severity.ERROR,
      "the description does not fit the bytes; decoding goes on behind the section's footer"),
  NOT_DESCRIBED(
      "VT0204", Severity.WARNING, "the bytes up to the section's footer are kept as opaque"),
  RAM_RECORD("VT0205", Severity.ERROR, "the RAM section is damaged here, or sync was lost before"),
  IMPLAUSIBLE(
      "VT0206", Severity.WARNING, "the byte is damaged, or the device wrote what it should not"),
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
      "the schema is that of a stream with another layout; give one of a machine with the same"
          + " devices, written by the same QEMU"),
  SCHEMA_OF_SIZES(
      "VT0211",
      Severity.WARNING,
      "-dump-vmstate tells neither types nor lengths of arrays; another stream of such a machine as"
          + " the schema tells both"),
  LAYOUT_VERSION(
      "VT0220",
      Severity.ERROR,
      "QEMU loads versions from the minimum up to its own and refuses all others"),
  LAYOUT_FIELD_ADDED(
      "VT0221",
      Severity.ERROR,
      "put new fields into a subsection that is sent only where it is needed"),
  LAYOUT_FIELD_REMOVED(
      "VT0222", Severity.ERROR, "leave unused bytes of the same size where the field was"),
  LAYOUT_FIELD_RESIZED(
      "VT0223", Severity.ERROR, "fields have no names on the wire: all behind it are displaced"),
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
      "compare what machines of both types really send: give streams or their descriptions"),
  LAYOUT_SUBSECTION_OPTIONAL(
      "VT0228",
      Severity.WARNING,
      "a subsection that one side does not know breaks migration where the other one sends it;"
          + " streams show whether it does"),
  LAYOUT_TYPE_UNKNOWN(
      "VT0229", Severity.WARNING, "machines without such a device are not concerned"),
  LAYOUT_MEANING(
      "VT0230", Severity.WARNING, "the bytes are taken for something else than was written"),
  LAYOUT_RENAMED("VT0231", Severity.INFO, "names of fields are not on the wire"),
  LAYOUT_PADDING("VT0232", Severity.INFO, "as many bytes as before lie there"),
  LAYOUT_VERSION_INSIDE(
      "VT0233", Severity.INFO, "versions of inner structures are not on the wire"),
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
      "the guest never started this device; the destination expects its notifiers all the same"
          + " and fails"),
  FEATURES_CUT(
      "VT0305",
      Severity.WARNING,
      "vhost-dev carries 64 feature bits only, the guest negotiated some above"),

  NOT_THIS_KIND(
      "VT1001", Severity.ERROR, "the file is of another kind than it was taken for, or damaged"),
  LINE_TOO_LONG(
      "VT1002", Severity.WARNING, "the rest of the line is passed over; the file may be binary"),
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
      "QEMU's trace buffer was full; what is not in the trace may have happened all the same"),
  TRACE_TRUNCATED(
      "VT1007", Severity.ERROR, "QEMU was killed while it wrote, or the copy is not complete"),
  TRACE_RECORD_DAMAGED(
      "VT1008", Severity.ERROR, "reading goes on at the next record that can be recognised"),
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
  JSON_DAMAGED("VT1012", Severity.WARNING, "the line is passed over; it was cut, or is no JSON"),
  STRINGS_CUT(
      "VT1013", Severity.WARNING, "record again with strace -s 65536 -xx to have all bytes"),
  BLOCK_DAMAGED("VT1014", Severity.ERROR, "the pcapng file was cut or damaged here"),
  WIRE_UNKNOWN_REQUEST(
      "VT1101", Severity.WARNING, "a newer or private request; its payload is kept as bytes"),
  WIRE_ODD_SIZE("VT1102", Severity.WARNING, "what does not fit the layout is kept as bytes"),
  WIRE_FLAGS("VT1103", Severity.WARNING, "version 1 and no reserved bits is all that is defined"),
  WIRE_SYNC_LOST(
      "VT1104",
      Severity.ERROR,
      "the recording lacks bytes, or is no vhost-user traffic; reading goes on at the next header"),
  WIRE_TRUNCATED("VT1105", Severity.WARNING, "the recording ends or lacks bytes inside a message"),
  WIRE_STRAY_REPLY(
      "VT1106", Severity.WARNING, "the recording lacks the request, or an end broke the rules"),
  WIRE_REPLY_MISSING(
      "VT1107", Severity.WARNING, "the other end did not answer, or the recording lacks the reply"),
  WIRE_EMPTY_CONFIG(
      "VT1108", Severity.WARNING, "the back-end could not give the configuration space");

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
