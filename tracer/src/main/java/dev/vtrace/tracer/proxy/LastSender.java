// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.sys.ProcessFd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The process that spoke last in one direction, and what becomes of it. */
final class LastSender implements Closeable {
  /** Its sockets are closed a moment before it counts as ended. */
  private static final int MOMENT_MS = 500;

  /** {@code <signal.h>}: those that end a process often. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11,
          "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  private final long pid;
  private final String name;
  private final @Nullable ProcessFd process;

  /** Of a process that runs. */
  LastSender(long pid) {
    this.pid = pid;
    this.process = ProcessFd.open(pid);
    this.name = name(pid);
  }

  long pid() {
    return pid;
  }

  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).trim();
    } catch (IOException e) {
      return "";
    }
  }

  /** Its name and how it ended, or that it still runs; waits a moment for its end. */
  String fate() {
    return name.isEmpty() ? end() : name + ": " + end();
  }

  private String end() {
    // A thread of this very process need not wait for it to end.
    boolean own = pid == ProcessHandle.current().pid();
    if (process == null) {
      return "its end was not observed";
    }
    if (!process.awaitEnd(own ? 0 : MOMENT_MS)) {
      return "still running";
    }
    OptionalInt status = process.status();
    return status.isEmpty() ? "ended" : describe(status.getAsInt());
  }

  private static String describe(int status) {
    int signal = status & 0x7f;
    if (signal == 0) {
      return "ended with status " + (status >> 8 & 0xff);
    }
    String label = SIGNALS.get(signal);
    return "ended by signal " + signal + (label == null ? "" : " (" + label + ")");
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
