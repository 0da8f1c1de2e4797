// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** Runs that are large in one way each; all else in them is small. */
enum BigInput {
  MESSAGES_WITHOUT_TRACE {
    @Override
    void write(Big big, int n) {
      big.migration(0);
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.message(1, 22, ByteBuffer.allocate(32).putLong(i * 4096L).array());
      }
    }
  },
  MESSAGES_IN_ONE_START {
    @Override
    void write(Big big, int n) {
      big.event("src", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_user_write req:18 (SET_VRING_ENABLE) flags:0x1");
      }
      big.event("src", "vhost_dev_stop_in 0x557f43c5fca0:virtio-blk vrings:1");
    }
  },
  WINDOWS {
    @Override
    void write(Big big, int n) {
      big.migration(0);
      for (int i = 0; i < n; i++) {
        big.window("src", 0x557f43c5fca0L, i % 2 == 0 ? "start" : "stop");
      }
      big.migration(1);
    }
  },
  WINDOWS_FAR_APART {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.window("src", 0x557f43c5fca0L, i % 2 == 0 ? "start" : "stop");
        big.pause();
      }
    }
  },
  WINDOWS_WITHOUT_MIGRATION {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.window("src", 0x557f43c5fca0L, i % 2 == 0 ? "start" : "stop");
      }
    }
  },
  WINDOWS_OF_BOTH_SIDES {
    @Override
    void write(Big big, int n) {
      big.migration(0);
      for (int i = 0; i < n; i++) {
        big.window("src", 0x557f43c5fca0L, i % 2 == 0 ? "start" : "stop");
        big.window("dst", 0x557f43c5fca0L, i % 2 == 0 ? "start" : "stop");
      }
    }
  },
  WINDOWS_AND_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
        big.starts(1);
        big.event("src", "vhost_dev_start_out 0x557f43c5fca0:virtio-blk vrings:1");
      }
    }
  },
  TRANSFERS {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.migration(i);
        big.passes("src", 0x557f43c5fca0L, "stop");
        big.passes("dst", 0x557f43c5fca0L, "start");
      }
    }
  },
  TRANSFERS_THAT_NOTHING_ELSE_TELLS {
    @Override
    void write(Big big, int n) {
      big.window("src", 0x557f43c5fca0L, "start");
      for (int i = 0; i < n; i++) {
        big.passes("src", 0x557f43c5fca0L, "stop");
        big.passes("src", 0x557f43c5fca0L, "start");
      }
    }
  },
  DEVICES_HANDED_OVER {
    @Override
    void write(Big big, int n) {
      big.event("src", "migrate_set_state new state setup");
      big.event("src", "migrate_set_state new state active");
      big.event("src", "migrate_set_state new state device");
      for (int i = 0; i < n; i++) {
        big.passes("src", 0x1000 + i * 16L, "stop");
        big.event("src", "qemu_file_put_fd ioc migration-socket-outgoing, fd 24 -> status 0");
      }
      big.event("src", "migrate_set_state new state completed");
    }
  },
  WINDOWS_OF_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.starts(1);
        big.stops(1);
      }
    }
  },
  STARTS_WITHOUT_END {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
      }
    }
  },
  FORMER_STARTS {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_dev_start 0x557f43c5fca0:virtio-blk vrings:1");
        big.event("src", "vhost_user_write req:8 (SET_VRING_NUM) flags:0x1");
      }
    }
  },
  DEVICES {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_dev_init_in 0x" + Integer.toHexString(0x1000 + i * 16));
        big.window("src", 0x1000 + i * 16L, "start");
      }
      big.migration(0);
    }
  },
  CONNECTIONS {
    @Override
    void write(Big big, int n) {
      for (int i = 1; i <= n; i++) {
        big.connection(i, 4);
        big.starts(i);
      }
    }
  },
  CONNECTIONS_AND_TRACE {
    @Override
    void write(Big big, int n) {
      big.window("src", 0x557f43c5fca0L, "start");
      big.migration(0);
      for (int i = 1; i <= n; i++) {
        big.connection(i, 4);
        big.event("src", "vhost_user_write req:22 (IOTLB_MSG) flags:0x1");
      }
    }
  },
  RINGS {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.ring(1, 8, i, 128);
      }
    }
  },
  REGIONS {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        ByteBuffer region = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        region.putLong(0).putLong(i << 12).putLong(1 << 12).putLong(1L << 40 | i << 12).putLong(0);
        big.message(1, 37, region.array());
      }
    }
  },
  TRANSFERS_AND_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.migration(0);
        big.passes("src", 0x557f43c5fca0L, "stop");
        big.passes("dst", 0x557f43c5fca0L, "start");
        big.starts(1);
        big.stops(1);
      }
    }
  },
  QUEUES_OF_A_WINDOW {
    @Override
    void write(Big big, int n) {
      big.event("src", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_virtque_start_in 0x557f43c5fca0:virtio-blk " + i);
        big.event("src", "vhost_user_write req:8 (SET_VRING_NUM) flags:0x1");
        big.event("src", "vhost_virtque_start_out 0x557f43c5fca0:virtio-blk " + i);
      }
      big.event("src", "vhost_dev_start_out 0x557f43c5fca0:virtio-blk vrings:1");
    }
  },
  QUEUE_A_WINDOW {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
        big.event("src", "vhost_virtque_start_in 0x557f43c5fca0:virtio-blk " + (256 + i));
        big.event("src", "vhost_virtque_start_out 0x557f43c5fca0:virtio-blk " + (256 + i));
        big.event("src", "vhost_dev_start_out 0x557f43c5fca0:virtio-blk vrings:1");
      }
    }
  },
  QUEUE_NUMBERS {
    @Override
    void write(Big big, int n) {
      String device = "0x557f43c5fca0:virtio-blk";
      for (int i = 0; i < 8; i++) {
        big.event("src", "vhost_dev_start_in " + device + " vrings:1");
        big.event("src", "vhost_virtque_start_in " + device + " " + i * n * 256);
        big.event("src", "vhost_virtque_start_out " + device + " " + i * n * 256);
        big.event("src", "vhost_dev_start_out " + device + " vrings:1");
      }
      big.connection(1, 10);
      big.ring(1, 8, n * 256, 128);
      big.ring(1, 18, n * 256, 1);
    }
  },
  MIGRATIONS {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.migration(i);
        big.window("src", 0x557f43c5fca0L, i % 2 == 0 ? "start" : "stop");
      }
    }
  },
  MIGRATIONS_AND_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.connection(1, 10);
      for (int i = 0; i < n; i++) {
        big.migration(i);
        big.message(1, 22, new byte[32]);
      }
    }
  },
  STATES_OF_ONE_MIGRATION {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.event("src", "migrate_set_state new state active");
        big.event("src", "vmstate_downtime_checkpoint src-downtime-start");
      }
    }
  },
  DESCRIPTORS {
    @Override
    void write(Big big, int n) {
      big.event("src", "migrate_set_state new state setup");
      big.event("dst", "migrate_set_state new state setup");
      for (int i = 0; i < n; i++) {
        big.event(
            "src", "qemu_file_put_fd ioc migration-socket-outgoing, fd " + i + " -> status 0");
        big.event("dst", "qemu_file_get_fd ioc migration-socket-incoming -> fd " + i);
      }
      for (int i = 0; i < n; i++) {
        big.event("dst", "qemu-system-x86_64: warning: received fd " + i + " never claimed");
      }
      big.event("src", "migrate_set_state new state completed");
    }
  },
  QMP_MIGRATIONS {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.qmp("src", "out", "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"unix:m\"}}");
        big.qmp("src", "in", "{\"return\": {}}");
      }
    }
  },
  QMP_MIGRATIONS_THAT_FAIL {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.qmp("src", "out", "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"unix:m\"}}");
        big.qmp(
            "src",
            "in",
            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"No way " + i + "\"}}");
        big.state("src", "setup");
        big.state("src", "failed");
        big.qmp("dst", "out", "{\"execute\": \"query-migrate\"}");
        big.qmp(
            "dst",
            "in",
            "{\"return\": {\"status\": \"failed\", \"error-desc\": \"No " + i + "\"}}");
      }
    }
  },
  QMP_EVENTS {
    @Override
    void write(Big big, int n) {
      big.qmp("src", "out", "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"unix:m\"}}");
      for (int i = 0; i < n; i++) {
        big.qmp("src", "in", "{\"event\": \"STOP\"}");
        big.qmp("src", "in", "{\"event\": \"RESUME\"}");
      }
      big.state("src", "completed");
    }
  },
  QMP_SPEAKERS {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.qmp(
            "vm" + i, "out", "{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"unix:m\"}}");
        big.state("vm" + i, "completed");
      }
    }
  },
  FAILED_LOADS {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.event("dst", "qemu-system-x86_64: load of migration failed: Invalid argument");
      }
    }
  },
  FAILED_LOADS_WITHOUT_TIMES {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.line("dst.log", "qemu-system-x86_64: load of migration failed: ".repeat(4));
      }
    }
  },
  ERROR_LINES {
    @Override
    void write(Big big, int n) {
      big.migration(0);
      for (int i = 0; i < n; i++) {
        big.event("src", "qemu-system-x86_64: Failed to set msg fds.");
        big.event("src", "qemu-system-x86_64: vhost_set_vring_call failed " + i);
        big.event("src", "qemu-system-x86_64: something new " + i);
      }
    }
  },
  BACKEND_LINES {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n; i++) {
        big.line("backend.log", "VHOST_CONFIG: (/tmp/s) read message VHOST_USER_SET_VRING_NUM");
        big.line("backend.log", "VHOST_CONFIG: (/tmp/s) vhost peer closed");
      }
      big.window("src", 0x557f43c5fca0L, "start");
    }
  },
  NO_CLOCK {
    @Override
    void write(Big big, int n) {
      big.line("src.log", "migrate_set_state new state setup");
      for (int i = 0; i < n; i++) {
        String what = i % 2 == 0 ? "start" : "stop";
        big.line("src.log", "vhost_dev_" + what + "_in 0x557f43c5fca0:virtio-blk vrings:1");
        big.line("src.log", "vhost_user_write req:8 (SET_VRING_NUM) flags:0x1");
        big.line("src.log", "vhost_dev_" + what + "_out 0x557f43c5fca0:virtio-blk vrings:1");
      }
    }
  },
  NO_CLOCK_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.line("src.log", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
      for (int i = 0; i < n; i++) {
        big.line("src.log", "vhost_user_write req:8 (SET_VRING_NUM) flags:0x1");
      }
      big.line("src.log", "vhost_dev_start_out 0x557f43c5fca0:virtio-blk vrings:1");
    }
  },
  NO_CLOCK_AND_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.connection(1, 4);
      big.line("src.log", "vhost_dev_start_in 0x557f43c5fca0:virtio-blk vrings:1");
      for (int i = 0; i < n; i++) {
        big.line("src.log", "vhost_user_write req:22 (IOTLB_MSG) flags:0x1");
        big.message(1, 22, new byte[32]);
      }
      big.line("src.log", "vhost_dev_start_out 0x557f43c5fca0:virtio-blk vrings:1");
    }
  },
  TRACE_AND_MESSAGES {
    @Override
    void write(Big big, int n) {
      big.connection(1, 4);
      big.migration(0);
      for (int i = 0; i < n; i++) {
        big.event("src", "vhost_user_write req:22 (IOTLB_MSG) flags:0x1");
        big.message(1, 22, new byte[32]);
      }
    }
  },
  SECTIONS {
    @Override
    void write(Big big, int n) {
      big.migration(0);
      for (int i = 0; i < n; i++) {
        big.event("src", "savevm_section_start dev" + i + ", section_id " + i);
        big.event("src", "savevm_section_end dev" + i + ", section_id " + i + " -> 0");
        big.event(
            "src",
            "vmstate_downtime_save type=non-iterable idstr=dev" + i + " instance_id=0 downtime=2");
        big.event(
            "dst",
            "vmstate_downtime_load type=non-iterable idstr=dev" + i + " instance_id=0 downtime=2");
      }
    }
  },
  PARTICIPANTS {
    @Override
    void write(Big big, int n) {
      for (int i = 0; i < n / 4; i++) {
        big.window("vm" + i, 0x557f43c5fca0L, "start");
        big.event("vm" + i, "migrate_set_state new state completed");
      }
    }
  },
  PROMPTS {
    @Override
    void write(Big big, int n) {
      big.line("dst.log", "(qemu) ".repeat(n) + "load of migration failed: x");
      big.line("dst.log", "> (qemu) ".repeat(n) + "load of migration failed: x");
      big.line("dst.log", "qemu-system-x86_64: ".repeat(n));
      big.line("dst.log", "a: ".repeat(n));
      big.line("dst.log", "qemu-system-x86_64: " + "\\\"".repeat(n));
      big.line("dst.log", "{\"log\":\"".repeat(n) + "\"}".repeat(n));
      big.line("dst.log", "load of migration failed: ".repeat(n));
      big.line("dst.log", "'".repeat(n) + "qemu-system-x86_64: error: Failed to".repeat(n));
    }
  };

  abstract void write(Big big, int n);

  /** Writes such a run into a folder. */
  void write(Path folder, int n) throws IOException {
    Files.createDirectories(folder);
    Big big = new Big();
    write(big, n);
    big.save(folder);
  }

  /** The files of a run while they are being written; each line is a microsecond later. */
  static final class Big {
    private final java.util.Map<String, StringBuilder> files = new java.util.LinkedHashMap<>();
    private long timeNs = 1_795_421_181_450_000_000L;

    void line(String file, String text) {
      files.computeIfAbsent(file, name -> new StringBuilder()).append(text).append('\n');
    }

    void event(String participant, String text) {
      timeNs += 1000;
      Instant time = Instant.ofEpochSecond(timeNs / 1_000_000_000, timeNs % 1_000_000_000);
      line(
          participant + ".trace.log",
          String.format(
                  Locale.ROOT,
                  "%tFT%<tT.%06dZ ",
                  time.atZone(java.time.ZoneOffset.UTC),
                  time.getNano() / 1000)
              + text);
    }

    void pause() {
      timeNs += 10_000_000_000L;
    }

    void window(String participant, long pointer, String what) {
      String device = "0x" + Long.toHexString(pointer) + ":virtio-blk";
      event(participant, "vhost_dev_" + what + "_in " + device + " vrings:1");
      event(participant, "vhost_virtque_" + what + "_in " + device + " 0");
      String sent = what.equals("start") ? "8 (SET_VRING_NUM)" : "11 (GET_VRING_BASE)";
      event(participant, "vhost_user_write req:" + sent + " flags:0x1");
      event(participant, "vhost_virtque_" + what + "_out " + device + " 0");
      event(participant, "vhost_dev_" + what + "_out " + device + " vrings:1");
    }

    void passes(String participant, long pointer, String what) {
      String device = "0x" + Long.toHexString(pointer) + ":virtio-blk";
      event(participant, "vhost_dev_" + what + "_in " + device + " vrings:1");
      event(participant, "vhost_virtque_" + what + "_in " + device + " 0");
      event(participant, "vhost_dev_" + what + "_out " + device + " vrings:1");
    }

    void migration(int number) {
      for (String participant : new String[] {"src", "dst"}) {
        event(participant, "migrate_set_state new state setup");
        event(participant, "migrate_set_state new state active");
        if (participant.equals("src")) {
          event("src", "qemu_file_put_fd ioc migration-socket-outgoing, fd 24 -> status 0");
          event("src", "runstate_set current_run_state 9 (running) new_state 3 (finish-migrate)");
          event("src", "migrate_set_state new state device");
          event("src", "vmstate_downtime_checkpoint src-downtime-start");
        } else {
          event("dst", "qemu_file_get_fd ioc migration-socket-incoming -> fd 20");
          event("dst", "vmstate_downtime_checkpoint dst-precopy-bh-enter");
        }
      }
      event("dst", "migrate_set_state new state completed");
      event("src", "migrate_set_state new state " + (number % 3 == 2 ? "failed" : "completed"));
    }

    void qmp(String who, String direction, String message) {
      timeNs += 1000;
      line(
          "qmp.jsonl",
          "{\"t_ns\": "
              + timeNs
              + ", \"who\": \""
              + who
              + "\", \"dir\": \""
              + direction
              + "\", \"msg\": "
              + message
              + "}");
    }

    void state(String who, String state) {
      qmp(who, "in", "{\"event\": \"MIGRATION\", \"data\": {\"status\": \"" + state + "\"}}");
    }

    void connection(int number, int messages) {
      line(
          "vu.jsonl",
          "{\"t_ns\": "
              + timeNs
              + ", \"mono_ns\": 0, \"conn\": "
              + number
              + ", \"event\": \"open\"}");
      for (int i = 0; i < messages; i++) {
        message(number, i % 2 == 0 ? 2 : 3, new byte[i % 2 == 0 ? 8 : 0]);
      }
    }

    void starts(int connection) {
      message(connection, 2, new byte[8]);
      ring(connection, 8, 0, 128);
      ring(connection, 10, 0, 0);
      message(connection, 9, new byte[40]);
      ring(connection, 12, 0, 0);
      ring(connection, 18, 0, 1);
    }

    void stops(int connection) {
      ring(connection, 18, 0, 0);
      ring(connection, 11, 0, 0);
    }

    void ring(int connection, int request, int queue, int number) {
      ByteBuffer payload = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      message(connection, request, payload.putInt(queue).putInt(number).array());
    }

    void message(int connection, int request, byte[] payload) {
      timeNs += 1000;
      ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(request).putInt(1).putInt(payload.length);
      line(
          "vu.jsonl",
          "{\"t_ns\": "
              + timeNs
              + ", \"mono_ns\": 0, \"conn\": "
              + connection
              + ", \"dir\": \"f2b\", \"off\": 0, \"req\": "
              + request
              + ", \"flags\": 1, \"size\": "
              + payload.length
              + ", \"nfds\": 0, \"fds\": [], \"hex\": \""
              + HexFormat.of().formatHex(head.array())
              + HexFormat.of().formatHex(payload)
              + "\"}");
    }

    private void save(Path folder) throws IOException {
      for (var file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }
}
