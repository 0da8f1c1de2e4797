// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.exporter.ExportEvent.EventShape;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace in the Common Trace Format 1.8, for babeltrace2 and Trace Compass: a folder with {@code
 * metadata} and one stream of one packet. Events are {@code slice_begin}, {@code slice_end}, {@code
 * instant} and {@code counter}; each names its process and track. Source of the format: "Common
 * Trace Format v1.8.3".
 */
public final class CtfExport {
  /** The file that describes the other one. */
  public static final String METADATA = "metadata";

  /** The file with the events. */
  public static final String STREAM = "stream";

  /**
   * The views for Trace Compass, in a folder of their own: readers take every other file beside the
   * metadata for a stream.
   */
  public static final String ANALYSIS = "tracecompass/vtrace.xml";

  private static final String VIEWS = "tracecompass.xml";

  private static final int MAGIC = 0xc1fc1fc1;

  /** Magic number and id of the stream, then begin, end, content size, packet size. */
  private static final int HEAD = 8 + 4 * 8;

  private static final String DESCRIPTION =
      """
      /* CTF 1.8 */
      typealias integer { size = 8; align = 8; signed = false; } := u8;
      typealias integer { size = 32; align = 8; signed = false; } := u32;
      typealias integer { size = 64; align = 8; signed = false; } := u64;
      typealias integer { size = 64; align = 8; signed = true; } := s64;
      trace {
        major = 1;
        minor = 8;
        byte_order = le;
        packet.header := struct { u32 magic; u32 stream_id; };
      };
      env { domain = "vtrace"; tracer_name = "vtrace"; times = "%s"; };
      clock { name = "wall"; freq = 1000000000; offset = 0; absolute = %s; };
      typealias integer {
        size = 64; align = 8; signed = false; map = clock.wall.value;
      } := wall_time;
      stream {
        id = 0;
        packet.context := struct {
          wall_time timestamp_begin;
          wall_time timestamp_end;
          u64 content_size;
          u64 packet_size;
        };
        event.header := struct { u8 id; wall_time timestamp; };
      };
      event {
        name = "slice_begin"; id = 0; stream_id = 0;
        fields := struct {
          string process; string track; string name; string category; string arguments;
        };
      };
      event {
        name = "slice_end"; id = 1; stream_id = 0;
        fields := struct { string process; string track; string name; };
      };
      event {
        name = "instant"; id = 2; stream_id = 0;
        fields := struct {
          string process; string track; string name; string category; string arguments;
        };
      };
      event {
        name = "counter"; id = 3; stream_id = 0;
        fields := struct { string process; string track; s64 value; };
      };
      """;

  private final ExportTrace trace;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CtfExport(ExportTrace trace) {
    this.trace = trace;
  }

  /** Writes what describes the stream; the target stays open. */
  public static void metadata(OutputStream target, ExportedRun run) throws IOException {
    boolean timed = run.timeline().timed();
    String times = timed ? "nanoseconds since the epoch" : "order only";
    target.write(
        String.format(DESCRIPTION, times, timed ? "TRUE" : "FALSE")
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes what makes views of the events in Trace Compass; the target stays open. Source of the
   * form: the schemas xmlDefinition, xmlStateProvider and xmlView of Trace Compass.
   */
  public static void analysis(OutputStream target) throws IOException {
    try (InputStream in = CtfExport.class.getResourceAsStream(VIEWS)) {
      requireNonNull(in).transferTo(target);
    }
  }

  /** Writes the events; the target stays open. */
  public static void stream(OutputStream target, ExportedRun run) throws IOException {
    new CtfExport(ExportTrace.of(run)).stream(target);
  }

  private void stream(OutputStream target) throws IOException {
    List<TraceEdge> edges = TraceEdge.of(trace);
    edges.forEach(this::event);
    long bits = 8L * (HEAD + out.size());
    long end = edges.isEmpty() ? trace.begin() : edges.get(edges.size() - 1).time();
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(MAGIC).putInt(0).putLong(trace.begin()).putLong(end).putLong(bits).putLong(bits);
    target.write(head.array());
    out.writeTo(target);
  }

  private void event(TraceEdge edge) {
    ExportEvent event = edge.event();
    ExportTrack track = trace.tracks().get(event.track());
    boolean counter = event.shape() == EventShape.COUNTER;
    boolean slice = event.shape() == EventShape.SLICE;
    out.write(edge.ends() ? 1 : counter ? 3 : slice ? 0 : 2);
    number(edge.time());
    text(trace.tracks().get(track.process()).name());
    text(track.name() + row(track));
    if (counter) {
      number(event.value());
      return;
    }
    text(event.name());
    if (!edge.ends()) {
      text(event.category());
      List<String> arguments = new ArrayList<>();
      for (ExportArgument each : event.arguments()) {
        arguments.add(each.name() + "=" + each.value());
      }
      text(String.join("; ", arguments));
    }
  }

  /** Rows of one name are told apart by their numbers. */
  private static String row(ExportTrack track) {
    return track.kind() == ExportTrack.ExportTrackKind.ROW ? " #" + track.id() : "";
  }

  private void number(long value) {
    for (int i = 0; i < 8; i++) {
      out.write((int) (value >>> 8 * i));
    }
  }

  /** Texts end with a zero, which no text has in it: control characters were escaped. */
  private void text(String value) {
    out.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }
}
