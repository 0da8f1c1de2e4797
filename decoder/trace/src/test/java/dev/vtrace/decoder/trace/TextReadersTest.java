// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.event.PrintedArguments;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.FtraceReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.vhostuser.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReadersTest {
  private static Captures.Reading log(String text) {
    return Captures.read(QemuLogReader::new, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theThreeShapesOfALog() {
    Captures.Reading reading =
        log(
            """
            vhost_dev_start 0x5648e26dcf00:virtio-blk vrings:1
            32117@1795419395.385718:vhost_user_write req:18 flags:0x1
            2026-11-23T07:36:44.750370Z vhost_virtque_stop_in 0x5586fcaffd20:virtio-blk 3
            2026-11-23T07:36:45Z vhost_user_read req:18 (SET_VRING_ENABLE) flags:0x5
            2026-11-23T07:36:45.000001Z migration_cancel\s
            """);
    List<TraceEvent> events = reading.all(TraceEvent.class);
    assertThat(events).hasSize(5);
    assertThat(events.get(0).timeNs()).isEqualTo(-1);
    assertThat(events.get(0).canonical()).isEqualTo("vhost_dev_start_in");
    assertThat(events.get(0).arguments().text("name")).isEqualTo("virtio-blk");
    assertThat(events.get(1).timeNs()).isEqualTo(1795419395385718000L);
    assertThat(events.get(1).thread()).isEqualTo(32117);
    assertThat(events.get(1).arguments().number("req", -1)).isEqualTo(18);
    assertThat(events.get(2).timeNs()).isEqualTo(1795419404750370000L);
    assertThat(events.get(2).canonical()).isEqualTo("vhost_virtqueue_stop_in");
    assertThat(events.get(2).arguments().number("idx", -1)).isEqualTo(3);
    assertThat(events.get(3).timeNs()).isEqualTo(1795419405000000000L);
    assertThat(events.get(3).arguments().text("req_name")).isEqualTo("SET_VRING_ENABLE");
    assertThat(events.get(4).text()).isEmpty();
    assertThat(events.get(4).span().line()).isEqualTo(5);
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void otherLinesAreKept() {
    Captures.Reading reading =
        log(
            """
            2026-11-23T08:10:42.347152Z qemu-system-x86_64: 2 != 1
            qemu-system-x86_64: warning: qemu_fclose: received fd 25 was never claimed\r
            Booting from Hard Disk...
            2026-11-23T08:10:42.347168Z qemu-system-x86_64: Failed to load element of type uint32
            """);
    assertThat(reading.all(LogLine.class))
        .extracting(LogLine::text)
        .containsExactly(
            "qemu-system-x86_64: 2 != 1",
            "qemu-system-x86_64: warning: qemu_fclose: received fd 25 was never claimed",
            "Booting from Hard Disk...",
            "qemu-system-x86_64: Failed to load element of type uint32");
    assertThat(reading.all(LogLine.class)).noneMatch(LogLine::damaged);
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void cutAndInterleavedLines() {
    Captures.Reading reading =
        log(
            "host_user_write req:1 flags:0x1\n"
                + "2026-11-23T07:36:44.750370Z vhost_user_wri2026-11-23T07:36:44.750371Z"
                + " vhost_user_write req:2 (SET_FEATURES) flags:0x1\n"
                + "te req:3 (SET_OWNER) flags:0x1\n"
                + "2026-11-23T07:36:40.750370Z vhost_dev_stop_in 0x1:virtio-blk vrings:1\n"
                + "\u0001\u0002garbage\n"
                + "2026-11-23T07:36:44.750370Z vhost_user_write req:1");
    assertThat(reading.findings())
        .extracting(Diagnostic::code)
        .containsExactly(
            Code.LINES_INTERLEAVED, Code.CLOCK_JUMP, Code.LINE_DAMAGED, Code.LINE_DAMAGED);
    assertThat(reading.all(TraceEvent.class))
        .extracting(e -> e.arguments().number("req", -1))
        .containsExactly(-1L, 2L, -1L, -1L);
    assertThat(reading.all(LogLine.class)).filteredOn(LogLine::damaged).hasSize(2);
    Captures.Reading old =
        log("1@5.000001:vhost_dev_st2@5.000002:vhost_user_write req:2 flags:0x1\n");
    assertThat(old.all(TraceEvent.class)).hasSize(1);
    assertThat(old.all(TraceEvent.class).get(0).thread()).isEqualTo(2);
  }

  @Test
  void aLineInWhichThousandsBegin() {
    Captures.Reading reading = log("1@5.000001:vhost_dev_st".repeat(40_000) + "\n");
    assertThat(reading.all(LogLine.class)).hasSizeGreaterThan(39_000);
  }

  @Test
  void aLineLongerThanTheCapIsPassedOver() {
    String text =
        "vhost_user_event " + "x".repeat(3 << 20) + "\nvhost_commit Started: 1 Changed: 0\n";
    Captures.Reading reading = log(text);
    assertThat(reading.findings()).extracting(Diagnostic::code).containsExactly(Code.LINE_TOO_LONG);
    assertThat(reading.all(TraceEvent.class))
        .extracting(TraceEvent::name)
        .containsExactly("vhost_user_event", "vhost_commit");
  }

  @Test
  void refusedEventsAreCountedOnly() throws IOException {
    List<TraceRecord> records = new ArrayList<>();
    ReadOptions options =
        ReadOptions.of("log", d -> {}).withNames(name -> name.startsWith("vhost_user_"));
    byte[] bytes = Captures.resource("qemu-10.2.log");
    ReadSummary all =
        new QemuLogReader(ReadOptions.of("log", d -> {}))
            .read(new ByteArrayInputStream(bytes), r -> {});
    ReadSummary some =
        new QemuLogReader(options).read(new ByteArrayInputStream(bytes), records::add);
    assertThat(some.events() + some.refused()).isEqualTo(all.events());
    assertThat(records).hasSize((int) some.events()).isNotEmpty();
  }

  @Test
  void theExcerptsOfRealLogs() {
    for (String name : List.of("qemu-10.0.log", "qemu-10.2.log", "qemu-bare.log")) {
      Captures.Reading reading = Captures.read(QemuLogReader::new, Captures.resource(name));
      assertThat(reading.findings()).as(name).isEmpty();
      assertThat(reading.all(TraceEvent.class)).as(name).hasSizeGreaterThan(35);
    }
  }

  @Test
  void formatsBothWays() {
    check("a(int x, uint32_t y) \"x %d y 0x%x\"", "x -22 y 0xff", -22, 255);
    check("a(uint8_t x, int8_t y) \"%02x/%d\"", "0a/-3", 10, -3);
    check(
        "a(void *p, uint64_t n) \"%p len 0x%016\" PRIx64", "(nil) len 0x0000000000001000", 0, 4096);
    check("a(int64_t d) \"downtime=%\"PRIi64", "downtime=-5", -5);
    check("a(size_t n) \"%zu%%\"", "7%", 7);
    check("a(unsigned a, unsigned b) \"%02x%02x\"", "0aff", 10, 255);
    check("a(bool b) \"on:%d\"", "on:1", 1);
    assertThat(EventTable.declaration("no declaration at all")).isNull();
    assertThat(EventTable.declaration("f(int) \"x\"")).isNull();
    EventDeclaration vcpu = EventTable.declaration("vcpu mem(int a) \"a %d\"");
    assertThat(vcpu.arguments()).hasSize(2);
  }

  private static void check(String line, String printed, long... values) {
    EventDeclaration declaration = EventTable.declaration(line);
    PrintedArguments arguments = new PrintedArguments(printed, declaration, null);
    assertThat(arguments.count()).as(line).isEqualTo(values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(arguments.number(i)).as(line).isEqualTo(values[i]);
    }
    assertThat(declaration.format().print(declaration, values, new String[values.length]))
        .isEqualTo(printed);
  }

  @Test
  void ftraceMarkers() {
    String text =
        """
        # tracer: nop
         qemu-system-x86-1234    [003] .....  5678.901234: tracing_mark_write: vhost_dev_stop_in 0x1:virtio-blk vrings:1
           worker 2-77    (   1234) [001] d..1. 5678.901240: print: 0xffffffff81: vhost_user_write req:18 flags:0x1
           <idle>-0 [001] d..1. 5678.901250: sched_switch: prev_comm=x
        """;
    Captures.Reading reading =
        Captures.read(FtraceReader::new, text.getBytes(StandardCharsets.UTF_8));
    List<TraceEvent> events = reading.all(TraceEvent.class);
    assertThat(events)
        .extracting(TraceEvent::name)
        .containsExactly("vhost_dev_stop_in", "vhost_user_write");
    assertThat(events)
        .extracting(TraceEvent::timeNs)
        .containsExactly(5678901234000L, 5678901240000L);
    assertThat(events).extracting(TraceEvent::thread).containsExactly(1234L, 77L);
  }

  @Test
  void backEndLogs() {
    String text =
        """
        VHOST_CONFIG: (/tmp/s0) read message VHOST_USER_SET_VRING_ADDR
        VHOST_CONFIG: (/tmp/s0) vring base idx:0 last_used_idx:12 last_avail_idx:13.
        VHOST_CONFIG: read message VHOST_USER_GET_VRING_BASE
        Request: VHOST_USER_SET_VRING_KICK (12)
        Flags:   0x1
        """;
    List<BackendLine> lines =
        Captures.read(BackendLogReader::new, text.getBytes(StandardCharsets.UTF_8))
            .all(BackendLine.class);
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0).socket()).isEqualTo("/tmp/s0");
    assertThat(lines)
        .extracting(BackendLine::request)
        .containsExactly(
            Request.SET_VRING_ADDR, null, Request.GET_VRING_BASE, Request.SET_VRING_KICK, null);
    assertThat(lines.get(1).values())
        .contains(new QmpMessage.QmpLeaf("last_used_idx", "12"))
        .contains(new QmpMessage.QmpLeaf("last_avail_idx", "13"));
  }
}
