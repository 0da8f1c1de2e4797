// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.event.ArgumentType;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.FtraceReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.trace.socket.SocketWire;
import dev.vtrace.decoder.trace.socket.StraceReader;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cut at every offset, every byte flipped: no reader may throw or hang. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RobustnessTest {
  private static final EventTable EVENTS = events();

  private static EventTable events() {
    try {
      return EventTable.read(
          new ByteArrayInputStream(Captures.resource("trace-events-all.excerpt")), "e", d -> {});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] head(String resource, int most) {
    byte[] bytes = Captures.resource(resource);
    return Arrays.copyOf(bytes, Math.min(bytes.length, most));
  }

  private static byte[] pcapng() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(out)) {
      for (TraceRecord record :
          Captures.read(VhostJsonReader::new, head("vhost-user.jsonl", 4000)).records()) {
        if (record instanceof WireMessage wire) {
          writer.write(wire);
        }
      }
    }
    return out.toByteArray();
  }

  private static Map<Captures.Maker, byte[]> inputs() throws IOException {
    Map<Captures.Maker, byte[]> out = new LinkedHashMap<>();
    out.put(QemuLogReader::new, head("qemu-10.2.log", 2500));
    out.put(options -> new QemuLogReader(options), head("qemu-10.0.log", 1500));
    out.put(SimpletraceReader::new, head("excerpt.simpletrace", 3000));
    out.put(SimpletraceTextReader::new, head("excerpt.txt", 1500));
    out.put(StraceReader::new, head("src.strace", 2500));
    out.put(VhostJsonReader::new, head("vhost-user.jsonl", 2500));
    out.put(QmpReader::new, head("qmp.jsonl", 2000));
    out.put(PcapngReader::new, pcapng());
    out.put(BackendLogReader::new, head("qemu-10.0.log", 500));
    out.put(
        FtraceReader::new,
        " qemu-1 [000] ..... 1.000001: tracing_mark_write: vhost_user_write req:1 flags:0x1\n"
            .getBytes(StandardCharsets.UTF_8));
    return out;
  }

  private static void touch(Captures.Reading reading) {
    SocketWire wire = new SocketWire(w -> {}, d -> {});
    for (TraceRecord record : reading.records()) {
      assertThat(record.span()).isNotNull();
      wire.accept(record);
      if (record instanceof TraceEvent event) {
        event.text();
        event.arguments().count();
      } else if (record instanceof QmpMessage message) {
        message.emittedNs();
        TransferSwitch.settings(message);
      }
    }
    wire.end();
  }

  @Test
  void truncationAtEveryOffset() throws IOException {
    for (Map.Entry<Captures.Maker, byte[]> input : inputs().entrySet()) {
      byte[] bytes = input.getValue();
      for (int length = 0; length <= bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        touch(Captures.read(input.getKey(), cut, EVENTS));
        InputRecognition.of(cut, length);
      }
    }
  }

  @Test
  void flippedBytes() throws IOException {
    Random random = new Random(11);
    for (Map.Entry<Captures.Maker, byte[]> input : inputs().entrySet()) {
      byte[] bytes = input.getValue();
      for (int at = 0; at < bytes.length; at++) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 + random.nextInt(255));
        touch(Captures.read(input.getKey(), copy, EVENTS));
        InputRecognition.of(copy, copy.length);
      }
    }
  }

  @Test
  void noiseForEveryReader() throws IOException {
    Random random = new Random(12);
    for (Captures.Maker maker : inputs().keySet()) {
      for (int round = 0; round < 40; round++) {
        byte[] noise = new byte[random.nextInt(5000)];
        random.nextBytes(noise);
        touch(Captures.read(maker, noise, EVENTS));
      }
    }
  }

  @Test
  void declarationsMayBeDamaged() throws IOException {
    byte[] bytes = Captures.resource("trace-events-all.excerpt");
    Random random = new Random(13);
    for (int at = 0; at < bytes.length; at++) {
      byte[] copy = bytes.clone();
      copy[at] ^= (byte) (1 + random.nextInt(255));
      EventTable table = EventTable.read(new ByteArrayInputStream(copy), "e", d -> {});
      touch(Captures.read(SimpletraceReader::new, Captures.resource("excerpt.simpletrace"), table));
    }
  }

  @Test
  void versionsAndByteOrdersOfSimpletrace() {
    for (int version : new int[] {2, 3, 4}) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        Captures.Reading reading =
            Captures.read(SimpletraceReader::new, file(version, order, false), EVENTS);
        List<TraceEvent> events = reading.all(TraceEvent.class);
        assertThat(events).hasSize(3);
        assertThat(events.get(0).name()).isEqualTo(EVENTS.all().get(1).name().written());
        assertThat(events.get(0).timeNs()).isEqualTo(1000);
        assertThat(events.get(0).thread()).isEqualTo(version == 2 ? -1 : 42);
        assertThat(reading.all(DroppedEvents.class))
            .extracting(DroppedEvents::count)
            .containsExactly(9L);
        assertThat(reading.findings()).extracting(Diagnostic::code).contains(Code.EVENTS_DROPPED);
      }
    }
  }

  @Test
  void recordsBehindDamageAreFound() {
    byte[] bytes = file(4, ByteOrder.LITTLE_ENDIAN, true);
    Captures.Reading reading = Captures.read(SimpletraceReader::new, bytes, EVENTS);
    assertThat(reading.all(TraceEvent.class)).hasSize(3);
    assertThat(reading.findings()).extracting(Diagnostic::code).contains(Code.TRACE_RECORD_DAMAGED);
  }

  /** A mapping, an event, lost events, two events; junk before the last, if wanted. */
  private static byte[] file(int version, ByteOrder order, boolean junk) {
    EventDeclaration declaration = EVENTS.all().get(1);
    ByteBuffer out = ByteBuffer.allocate(4096).order(order);
    out.putLong(-1).putLong(SimpletraceReader.MAGIC).putLong(version);
    if (version == 4) {
      byte[] name = declaration.name().written().getBytes(StandardCharsets.US_ASCII);
      out.putLong(0).putLong(1).putInt(name.length).put(name);
    }
    event(out, version, declaration, 1000);
    if (version == 4) {
      out.putLong(1);
    }
    out.putLong(-2).putLong(1500).putInt(32).putInt(42).putLong(9);
    event(out, version, declaration, 2000);
    if (junk) {
      byte[] noise = new byte[77];
      Arrays.fill(noise, (byte) 0x55);
      out.put(noise);
    }
    event(out, version, declaration, 3000);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void event(ByteBuffer out, int version, EventDeclaration d, long time) {
    int size = 24;
    for (EventDeclaration.Argument argument : d.arguments()) {
      size += argument.type() == ArgumentType.STRING ? 4 + 3 : 8;
    }
    if (version == 4) {
      out.putLong(1);
    }
    out.putLong(1).putLong(time).putInt(size).putInt(42);
    for (EventDeclaration.Argument argument : d.arguments()) {
      if (argument.type() == ArgumentType.STRING) {
        out.putInt(3).put("abc".getBytes(StandardCharsets.US_ASCII));
      } else {
        out.putLong(7);
      }
    }
  }
}
