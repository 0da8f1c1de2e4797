// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.log.FtraceReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceTextReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments by name and type, from lines of several versions, whole, cut and hostile. */
class TypedArgumentsTest {
  /** A line as the version in question prints it, and the values in it. */
  private record Line(String text, Map<String, Object> values) {}

  private static Line line(String text, Object... values) {
    Map<String, Object> named = new TreeMap<>();
    for (int i = 0; i < values.length; i += 2) {
      named.put((String) values[i], values[i + 1]);
    }
    return new Line(text, named);
  }

  private static final List<Line> LINES =
      List.of(
          // 7.2 and 10.0
          line("migrate_set_state new state active", "new_state", "active"),
          line("migrate_set_state new state wait-unplug", "new_state", "wait-unplug"),
          line("vhost_user_write req:11 flags:0x9", "req", 11L, "flags", 9L),
          line("vhost_user_read req:11 flags:0x5", "req", 11L, "flags", 5L),
          line(
              "vhost_dev_start 0x5581c0:virtio-blk vrings:1",
              "dev",
              0x5581c0L,
              "name",
              "virtio-blk",
              "vrings",
              1L),
          line("process_incoming_migration_co_end ret=-22 postcopy-state=0", "ret", -22L, "ps", 0L),
          line("process_incoming_migration_co_end ret=0", "ret", 0L),
          line("migrate_fd_cancel"),
          line(
              "migrate_fd_error error=Unable to write to socket: Broken pipe",
              "error_desc",
              "Unable to write to socket: Broken pipe"),
          line(
              "runstate_set current_run_state 9 (running) new_state 7 (finish-migrate)",
              "current_state",
              9L,
              "current_state_str",
              "running",
              "new_state",
              7L,
              "new_state_str",
              "finish-migrate"),
          line(
              "vm_state_notify running 0 reason 7 (finish-migrate)",
              "running",
              0L,
              "reason",
              7L,
              "reason_str",
              "finish-migrate"),
          line(
              "vmstate_downtime_save type=non-iterable idstr=0000:00:02.0/virtio-blk instance_id=0"
                  + " downtime=63",
              "type",
              "non-iterable",
              "idstr",
              "0000:00:02.0/virtio-blk",
              "instance_id",
              0L,
              "downtime",
              63L),
          // 10.2 and 11.1
          line(
              "vhost_user_write req:11 (VHOST_USER_GET_VRING_BASE) flags:0x1",
              "req",
              11L,
              "req_name",
              "VHOST_USER_GET_VRING_BASE",
              "flags",
              1L),
          line("vhost_dev_start_out 0x55:vhost-user-fs", "dev", 0x55L, "name", "vhost-user-fs"),
          line(
              "vhost_virtqueue_stop_in 0x55:virtio-net 12",
              "dev",
              0x55L,
              "name",
              "virtio-net",
              "idx",
              12L),
          line(
              "vhost_virtque_start_out 0x55:virtio-net 1",
              "dev",
              0x55L,
              "name",
              "virtio-net",
              "idx",
              1L),
          line("vhost_user_blk_start_in vdev 0x7f00ab", "vdev", 0x7f00abL),
          line(
              "qemu_file_put_fd ioc migration-socket-outgoing, fd 42 -> status 0",
              "name",
              "migration-socket-outgoing",
              "fd",
              42L,
              "ret",
              0L),
          line(
              "qemu_file_put_fd ioc my channel, fd 3 of 4, fd 42 -> status -1",
              "name",
              "my channel, fd 3 of 4",
              "fd",
              42L,
              "ret",
              -1L),
          line(
              "qemu_file_get_fd ioc migration-socket-incoming -> fd -1",
              "name",
              "migration-socket-incoming",
              "fd",
              -1L),
          line(
              "savevm_section_end APM State, x, section_id 12 -> -5",
              "id",
              "APM State, x",
              "section_id",
              12L,
              "ret",
              -5L),
          line(
              "vmstate_load 0000:00:02.0/virtio-blk, virtio",
              "idstr",
              "0000:00:02.0/virtio-blk",
              "vmsd_name",
              "virtio"),
          line(
              "migration_set_outgoing_channel ioc=0x5 ioctype=qio-channel-tls hostname=a b err=(nil)",
              "ioc",
              5L,
              "ioctype",
              "qio-channel-tls",
              "hostname",
              "a b",
              "err",
              0L));

  private static TraceEvent event(String text) {
    List<TraceEvent> events =
        Captures.read(QemuLogReader::new, (text + "\n").getBytes(StandardCharsets.UTF_8))
            .all(TraceEvent.class);
    return events.isEmpty() ? null : events.get(0);
  }

  private static Map<String, Object> values(TraceEvent event) {
    Map<String, Object> out = new TreeMap<>();
    Arguments arguments = event.arguments();
    for (int i = 0; i < arguments.count(); i++) {
      out.put(
          arguments.name(i),
          arguments.isText(i) ? arguments.text(i) : (Object) arguments.number(i));
    }
    return out;
  }

  @Test
  void linesOfEachVersion() {
    for (Line line : LINES) {
      TraceEvent event = event(line.text());
      assertThat(values(event)).as(line.text()).isEqualTo(line.values());
      line.values()
          .forEach(
              (name, value) -> {
                if (value instanceof Long number) {
                  assertThat(event.number(name)).hasValue(number);
                  assertThat(event.string(name)).isEmpty();
                } else {
                  assertThat(event.string(name)).isEqualTo(value);
                  assertThat(event.number(name)).isEmpty();
                }
              });
      assertThat(event.number("no such argument")).isEmpty();
      assertThat(event.string("no such argument")).isEmpty();
    }
  }

  /** What a version prints last cannot be known to be cut; all else is right, or is not there. */
  @Test
  void linesCutAtEachPlace() {
    for (Line line : LINES) {
      int name = line.text().indexOf(' ');
      for (int end = name; name > 0 && end < line.text().length(); end++) {
        String cut = line.text().substring(0, end);
        TraceEvent event = event(cut);
        EventDeclaration format = event.arguments().declaration();
        Map<String, Object> found = values(event);
        if (format != null && format.format() != null && !format.arguments().isEmpty()) {
          found.remove(format.arguments().get(format.arguments().size() - 1).name());
        }
        assertThat(line.values().entrySet()).as(cut).containsAll(found.entrySet());
      }
    }
  }

  @Test
  void theSameBeforeItsEventIsDeclaredByAnotherVersion() {
    EventTable other =
        EventTable.of(
            List.of(
                EventTable.declaration(
                    "vhost_user_write(uint32_t req, uint32_t flags) \"req:%d flags:0x%\"PRIx32")));
    TraceEvent event =
        Captures.read(
                QemuLogReader::new,
                "vhost_user_write req:5 (VHOST_USER_SET_MEM_TABLE) flags:0x9\n".getBytes(),
                other)
            .all(TraceEvent.class)
            .get(0);
    assertThat(event.number("req")).hasValue(5);
    assertThat(event.string("req_name")).isEqualTo("VHOST_USER_SET_MEM_TABLE");
    assertThat(event.number("flags")).hasValue(9);
  }

  @Test
  void anUnknownFormatGivesWhatIsLabelled() {
    TraceEvent event = event("vhost_user_write dev0 req:11 queue:3 flags:0x9");
    assertThat(event.number("req")).hasValue(11);
    assertThat(event.number("flags")).hasValue(9);
    assertThat(event("qemu_file_put_fd chan:12 status -1").number("ret")).hasValue(-1);
    assertThat(event("vhost_user_write q req:1 req:2 flags:0x1").number("req")).isEmpty();
    assertThat(event("vhost_user_write q xreq:1 flags:0x1").number("req")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vhost_user_write req:4294967307 flags:0x1",
        "vhost_user_write req:99999999999999999999999 flags:0x1",
        "vhost_user_write req:18446744073709551627 flags:0x1",
        "vhost_user_write req: flags:0x1",
        "vhost_user_write req:\u0661\u0661 flags:0x1",
        "vhost_user_write req:0x0b flags:0x1",
        "vhost_user_write req:--11 flags:0x1",
        "vhost_user_write req:11x flags:0x1"
      })
  void hostileNumbersAreAbsent(String text) {
    assertThat(event(text).number("req")).isEmpty();
  }

  @Test
  void numbersThatTheirTypeCannotHoldAreAbsent() {
    assertThat(event("vhost_dev_start_in 0x5:virtio-blk vrings:256").number("vrings")).isEmpty();
    assertThat(event("vhost_dev_start_in 0x1ffffffffffffffff:virtio-blk vrings:1").number("dev"))
        .isEmpty();
    assertThat(event("vhost_dev_start_in 0xffffffffffffffff:virtio-blk vrings:1").pointer("dev"))
        .hasValue(-1);
    assertThat(
            event("vmstate_downtime_save type=a idstr=b instance_id=-1 downtime=5")
                .number("instance_id"))
        .hasValue(0xffffffffL);
    assertThat(event("process_incoming_migration_co_end ret=-2147483649").number("ret")).isEmpty();
    assertThat(event("vhost_dev_start_in (nil):virtio-blk vrings:1").pointer("dev")).hasValue(0);
  }

  @Test
  void aTextMadeToBeSlowIsReadInTimeOfItsSize() {
    List<String> events =
        List.of(
            "vmstate_downtime_save type=" + " idstr=".repeat(100_000),
            "vmstate_downtime_save type=" + " idstr= instance_id=".repeat(50_000),
            "savevm_section_end " + ", section_id 1 -> ".repeat(50_000),
            "vmstate_subsection_load_bad " + ": /".repeat(300_000),
            "qemu_file_put_fd ioc " + ", fd 1 -> status ".repeat(50_000));
    for (String text : events) {
      TraceEvent event = event(text);
      assertThat(event.number("downtime")).isEmpty();
      assertThat(event.string("no such argument")).isEmpty();
    }
  }

  @Test
  void ftraceAndDecodedSimpletraceAgreeWithTheLog() {
    String marker = "  qemu-1 [000] ..... 5.000001: tracing_mark_write: ";
    List<Map<String, Object>> ftrace = new ArrayList<>();
    for (Line line : LINES) {
      byte[] bytes = (marker + line.text() + "\n").getBytes(StandardCharsets.UTF_8);
      ftrace.add(values(Captures.read(FtraceReader::new, bytes).all(TraceEvent.class).get(0)));
    }
    assertThat(ftrace).isEqualTo(LINES.stream().map(Line::values).toList());
    TraceEvent decoded =
        Captures.read(
                SimpletraceTextReader::new,
                ("qemu_file_put_fd 1.500 pid=7 name=b'a, fd 3' fd=0x2a ret=0xffffffffffffffff\n")
                    .getBytes(StandardCharsets.UTF_8))
            .all(TraceEvent.class)
            .get(0);
    assertThat(decoded.string("name")).isEqualTo("a, fd 3");
    assertThat(decoded.number("fd")).hasValue(42);
    assertThat(decoded.number("ret")).hasValue(-1);
  }
}
