// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.exporter.ExportEvent.EventShape;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.exporter.ExportEvent.ExportFlow;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A trace for Perfetto: a process track for each QEMU, back-end and stream, thread tracks for
 * devices and queues. Source of the field numbers: protos/perfetto/trace of Perfetto (trace_packet,
 * clock_snapshot, track_descriptor, process_descriptor, thread_descriptor, counter_descriptor,
 * track_event, debug_annotation).
 */
final class PerfettoExport {
  private static final int TRACE_PACKET = 1;

  private static final int PACKET_CLOCKS = 6;
  private static final int PACKET_TIME = 8;
  private static final int PACKET_SEQUENCE = 10;
  private static final int PACKET_EVENT = 11;
  private static final int PACKET_FLAGS = 13;
  private static final int PACKET_TRACK = 60;
  private static final int STATE_CLEARED = 1;

  private static final int CLOCK = 1;
  private static final int CLOCK_ID = 1;
  private static final int CLOCK_TIME = 2;
  private static final int REALTIME = 1;
  private static final int BOOTTIME = 6;

  private static final int TRACK_ID = 1;
  private static final int TRACK_NAME = 2;
  private static final int TRACK_PROCESS = 3;
  private static final int TRACK_THREAD = 4;
  private static final int TRACK_PARENT = 5;
  private static final int TRACK_COUNTER = 8;
  private static final int PROCESS_ID = 1;
  private static final int PROCESS_NAME = 6;
  private static final int THREAD_PROCESS = 1;
  private static final int THREAD_ID = 2;
  private static final int THREAD_NAME = 5;

  private static final int EVENT_ARGUMENT = 4;
  private static final int EVENT_TYPE = 9;
  private static final int EVENT_TRACK = 11;
  private static final int EVENT_CATEGORY = 22;
  private static final int EVENT_NAME = 23;
  private static final int EVENT_COUNTER = 30;
  private static final int EVENT_FLOW = 47;
  private static final int EVENT_FLOW_END = 48;
  private static final int TYPE_BEGIN = 1;
  private static final int TYPE_END = 2;
  private static final int TYPE_INSTANT = 3;
  private static final int TYPE_COUNTER = 4;
  private static final int ARGUMENT_TEXT = 6;
  private static final int ARGUMENT_NAME = 10;

  /** All packets are of one sequence. */
  private static final int SEQUENCE = 1;

  private final OutputStream out;

  private PerfettoExport(OutputStream out) {
    this.out = out;
  }

  static void write(OutputStream out, ExportedRun run) throws IOException {
    new PerfettoExport(out).write(ExportTrace.of(run));
  }

  private void write(ExportTrace trace) throws IOException {
    packet(packet().number(PACKET_FLAGS, STATE_CLEARED).message(PACKET_CLOCKS, clocks(trace)));
    for (ExportTrack track : trace.tracks()) {
      packet(packet().message(PACKET_TRACK, describe(track)));
    }
    for (TraceEdge edge : TraceEdge.of(trace)) {
      packet(packet().number(PACKET_TIME, edge.time()).message(PACKET_EVENT, event(edge)));
    }
  }

  private static ProtoMessage packet() {
    return new ProtoMessage().number(PACKET_SEQUENCE, SEQUENCE);
  }

  private void packet(ProtoMessage packet) throws IOException {
    out.write(new ProtoMessage().message(TRACE_PACKET, packet).toBytes());
  }

  /** The clock of the trace shows the time of day. */
  private static ProtoMessage clocks(ExportTrace trace) {
    ProtoMessage clocks = new ProtoMessage();
    for (int clock : new int[] {BOOTTIME, REALTIME}) {
      clocks.message(
          CLOCK, new ProtoMessage().number(CLOCK_ID, clock).number(CLOCK_TIME, trace.begin()));
    }
    return clocks;
  }

  private static long id(int track) {
    return track + 1L;
  }

  private static ProtoMessage describe(ExportTrack track) {
    ProtoMessage out = new ProtoMessage().number(TRACK_ID, id(track.id()));
    long process = id(track.process());
    switch (track.kind()) {
      case PROCESS ->
          out.message(
              TRACK_PROCESS,
              new ProtoMessage().number(PROCESS_ID, process).text(PROCESS_NAME, track.name()));
      case THREAD ->
          out.message(
              TRACK_THREAD,
              new ProtoMessage()
                  .number(THREAD_PROCESS, process)
                  .number(THREAD_ID, id(track.id()))
                  .text(THREAD_NAME, track.name()));
      case ROW -> out.text(TRACK_NAME, track.name()).number(TRACK_PARENT, process);
      case COUNTER ->
          out.text(TRACK_NAME, track.name())
              .number(TRACK_PARENT, process)
              .message(TRACK_COUNTER, new ProtoMessage());
    }
    return out;
  }

  private static ProtoMessage event(TraceEdge edge) {
    ExportEvent event = edge.event();
    ProtoMessage out = new ProtoMessage().number(EVENT_TRACK, id(event.track()));
    if (edge.ends()) {
      return out.number(EVENT_TYPE, TYPE_END);
    }
    if (event.shape() == EventShape.COUNTER) {
      return out.number(EVENT_TYPE, TYPE_COUNTER).number(EVENT_COUNTER, event.value());
    }
    out.number(EVENT_TYPE, event.shape() == EventShape.SLICE ? TYPE_BEGIN : TYPE_INSTANT);
    out.text(EVENT_CATEGORY, event.category()).text(EVENT_NAME, event.name());
    for (ExportArgument each : event.arguments()) {
      out.message(
          EVENT_ARGUMENT,
          new ProtoMessage().text(ARGUMENT_NAME, each.name()).text(ARGUMENT_TEXT, each.value()));
    }
    for (ExportFlow flow : event.flows()) {
      out.fixed64(flow.ends() ? EVENT_FLOW_END : EVENT_FLOW, flow.id());
    }
    return out;
  }
}
