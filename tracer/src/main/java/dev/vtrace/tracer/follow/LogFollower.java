// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.function.Consumer;

/**
 * Reads a growing log on a thread of its own: text, or simpletrace as its first bytes show. Nothing
 * that the reader of the records does may hold up whoever writes the log.
 */
public final class LogFollower implements Closeable {
  /** The number that a simpletrace file begins with (HEADER_EVENT_ID of trace/simple.c). */
  private static final int HEADER = 8;

  private final String name;
  private final LogInput in;
  private final OutputStream copy;
  private final Format format;
  private final Consumer<? super TraceRecord> records;
  private final Consumer<String> notes;
  private final Thread thread;
  private volatile boolean simpletrace;
  private boolean refused;

  /** What a log is. */
  public enum Format {
    /** What QEMU writes: text, or simpletrace. */
    QEMU,
    STRACE
  }

  /**
   * @param name of the log, for people
   * @param copy gets what the log holds as it is; it is not closed
   * @param records gets what it means, on the follower's thread; must not wait
   * @param notes gets sentences about what went wrong
   */
  public LogFollower(
      String name,
      LogInput in,
      OutputStream copy,
      Format format,
      Consumer<? super TraceRecord> records,
      Consumer<String> notes) {
    this.name = name;
    this.in = in;
    this.copy = copy;
    this.format = format;
    this.records = records;
    this.notes = notes;
    thread = new Thread(this::run, "log " + name);
    thread.setDaemon(true);
  }

  public LogFollower start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      PushbackInputStream input =
          new PushbackInputStream(new Copying(in, copy, this::refused), HEADER);
      byte[] first = input.readNBytes(HEADER);
      input.unread(first);
      // Findings about damaged lines are of no use while the log grows; the capture keeps it all.
      ReadOptions options = ReadOptions.of(name, diagnostic -> {});
      simpletrace = format == Format.QEMU && simpletrace(first);
      TraceReaders.of(kind(), options).orElseThrow().read(input, records);
    } catch (IOException e) {
      notes.accept(name + ": " + e.getMessage() + "; it is no longer followed");
    }
  }

  private InputKind kind() {
    if (format == Format.STRACE) {
      return InputKind.STRACE;
    }
    return simpletrace ? InputKind.SIMPLETRACE : InputKind.QEMU_LOG;
  }

  /** Whether it turned out to be a simpletrace file, which QEMU writes in large pieces. */
  public boolean isSimpletrace() {
    return simpletrace;
  }

  private static boolean simpletrace(byte[] first) {
    for (byte b : first) {
      if (b != -1) {
        return false;
      }
    }
    return first.length == HEADER;
  }

  private void refused(IOException e) {
    if (!refused) {
      refused = true;
      notes.accept(name + ": cannot be copied into the capture: " + e.getMessage());
    }
  }

  /** Waits until the log has ended by itself. */
  public void join() throws InterruptedException {
    thread.join();
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Reads what is there already, then ends. */
  @Override
  public void close() throws IOException {
    in.close();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
