// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.trace.SocketCall;
import dev.vtrace.decoder.trace.TraceRecord;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Migration streams in the system calls of QEMUs, with the descriptors that went with them: what is
 * moved over one socket, in one direction, from the four bytes on that each stream begins with. A
 * stream of which strace has not shown every byte is none, and one that was sent is not taken a
 * second time where it was received. They lie in temporary files until {@link #close}.
 */
final class TracedStreams implements Consumer<TraceRecord>, Closeable {
  private static final byte[] MAGIC = {'Q', 'E', 'V', 'M'};

  /** Sockets of which it is remembered that they hold no stream. */
  private static final int MOST_SOCKETS = 100_000;

  private final List<TracedStream> streams = new ArrayList<>();
  private Map<TracedHalf, Building> halves = new LinkedHashMap<>();
  private String file = "";

  /** One direction of a socket, as strace tells it. */
  private record TracedHalf(String socket, boolean outgoing) {}

  /**
   * A stream.
   *
   * @param name for people
   * @param descriptors that went with it
   */
  record TracedStream(String name, Path file, boolean outgoing, DescriptorLog descriptors) {}

  /** A stream that is being collected; without an output it is none. */
  private static final class Building {
    private final List<DescriptorLog.LoggedDescriptor> descriptors = new ArrayList<>();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long size;
  }

  /** The calls of another file follow. */
  void begin(Input next) throws IOException {
    end();
    file = next.name();
  }

  @Override
  public void accept(TraceRecord record) {
    // Without its description a number may belong to another socket later.
    if (record instanceof SocketCall call && call.socket().indexOf('[') >= 0) {
      try {
        add(call);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void add(SocketCall call) throws IOException {
    TracedHalf half = new TracedHalf(call.socket(), call.outgoing());
    Building building = halves.get(half);
    if (building == null) {
      if (halves.size() >= MOST_SOCKETS) {
        return;
      }
      building = new Building();
      halves.put(half, building);
      if (begins(call.bytes())) {
        building.file = Files.createTempFile("vtrace", ".stream");
        building.out = new BufferedOutputStream(Files.newOutputStream(building.file));
      }
    }
    if (building.out == null) {
      return;
    }
    if (call.missing() > 0) {
      drop(building);
      return;
    }
    building.out.write(call.bytes());
    // A receiver gets the bytes before in one piece with the one that carries descriptors, and
    // nothing after that.
    long carrier = call.outgoing() ? building.size : building.size + call.bytes().length - 1;
    for (SocketCall.PassedDescriptor passed : call.passed()) {
      building.descriptors.add(
          new DescriptorLog.LoggedDescriptor(
              carrier, kind(passed.what()), call.timeNs(), Identity.parse(passed.what())));
    }
    building.size += call.bytes().length;
  }

  private static boolean begins(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static String kind(String what) {
    Identity.DescriptorKind kind = Identity.parse(what).kind();
    return kind == Identity.DescriptorKind.OTHER || kind == Identity.DescriptorKind.FILE
        ? what
        : kind.label();
  }

  private static void drop(Building building) throws IOException {
    if (building.out != null && building.file != null) {
      building.out.close();
      building.out = null;
      Files.deleteIfExists(building.file);
    }
  }

  private void end() throws IOException {
    for (Map.Entry<TracedHalf, Building> each : halves.entrySet()) {
      Building building = each.getValue();
      if (building.out != null && building.file != null) {
        building.out.close();
        streams.add(
            new TracedStream(
                file + " (stream)",
                building.file,
                each.getKey().outgoing(),
                new DescriptorLog(List.copyOf(building.descriptors))));
      }
    }
    halves = new LinkedHashMap<>();
  }

  /** The streams: those that were sent, or where none was seen being sent, those received. */
  List<TracedStream> streams() throws IOException {
    end();
    List<TracedStream> sent = streams.stream().filter(TracedStream::outgoing).toList();
    return sent.isEmpty() ? List.copyOf(streams) : sent;
  }

  @Override
  public void close() throws IOException {
    end();
    for (TracedStream each : streams) {
      Files.deleteIfExists(each.file());
    }
  }
}
