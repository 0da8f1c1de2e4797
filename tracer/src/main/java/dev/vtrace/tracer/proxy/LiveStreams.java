// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.tracer.recording.RecordedFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Decodes migration streams while they are recorded, each in a thread of its own that reads what is
 * on the disk already. What the states of devices mean is told at the stream's end, where the
 * description is; so a stream is read once as it grows and once as a whole.
 */
final class LiveStreams implements Closeable {
  private static final long PATIENCE_MILLIS = 10_000;

  private final Consumer<String> progress;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  LiveStreams(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Follows a stream from its begin. */
  void follow(RecordedFile file) {
    Thread thread = new Thread(() -> report(file), "live " + file.name());
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void report(RecordedFile file) {
    try {
      try (ByteSource growing = new GrowingSource(file)) {
        new StreamDecoder(growing, StreamOptions.DEFAULT).decode(new SectionProgress(file.name()));
      } catch (RuntimeException e) {
        // It ended where nobody expected it to; what it was shows below.
      }
      GrowingSource.awaitEnd(file);
      try (ByteSource whole = Inputs.open(file.path())) {
        whole(file.name(), new StreamDecoder(whole, StreamOptions.DEFAULT).decode(new Nothing()));
      }
    } catch (IOException e) {
      progress.accept(file.name() + ": cannot be decoded while it is recorded: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void whole(String name, StreamSummary summary) {
    for (VirtioReading reading : summary.devices()) {
      if (VhostDevice.isVhost(reading.kind()) || reading.transfer()) {
        VhostDevice device = VhostDevice.of(reading);
        String how =
            device.transfer()
                ? "handed over by backend transfer, " + device.descriptors().size() + " descriptors"
                : "ordinary migration";
        progress.accept(
            name + ": " + device.section() + ": " + how + ", " + device.rings().size() + " queues");
      }
    }
    String outcome = summary.outcome().name().toLowerCase(Locale.ROOT);
    progress.accept(String.format("%s: %s, %,d bytes", name, outcome, summary.coverage().total()));
  }

  /** Waits for what is being decoded, but not forever. */
  @Override
  public void close() {
    try {
      for (Thread thread : threads) {
        thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sections by name as they come; the many parts of RAM once a second. */
  private final class SectionProgress implements StreamVisitor {
    private final String name;
    private long said = System.nanoTime();

    SectionProgress(String name) {
      this.name = name;
    }

    @Override
    public void section(Section section) {
      boolean part = section.kind() == SectionKind.PART;
      long now = System.nanoTime();
      if (section.name().isEmpty() || part && now - said < TimeUnit.SECONDS.toNanos(1)) {
        return;
      }
      said = now;
      progress.accept(
          String.format(
              "%s: at byte %,d: %s %s",
              name, section.offset(), section.kind().label(), section.name()));
    }
  }

  private static final class Nothing implements StreamVisitor {}
}
