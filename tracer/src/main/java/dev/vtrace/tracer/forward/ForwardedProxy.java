// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.forward;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.tracer.proxy.RecordedTraffic;
import dev.vtrace.tracer.proxy.TrafficSink;
import dev.vtrace.tracer.proxy.VhostUserProxy;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A vhost-user proxy whose connections outlive this process. A {@link DetachedForwarder} in a
 * process of its own forwards; this one records what it tells.
 */
public final class ForwardedProxy implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int START_SECONDS = 60;
  private static final int ANSWER_SECONDS = 5;
  private static final int END_SECONDS = 60;
  private static final long NANOS = 1_000_000_000L;

  private final List<String> command;
  private final DetachedForwarder.Job job;
  private final Recorder recorder;
  private final Consumer<String> notes;
  private final CompletableFuture<String> started = new CompletableFuture<>();

  /** Connections that have begun and not ended; of the reading thread. */
  private final Set<String> connections = new LinkedHashSet<>();

  /** To those who asked. */
  private final BlockingQueue<Frame.Count> answers = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init")
  private Process process;

  @SuppressWarnings("NullAway.Init")
  private Thread reader;

  @SuppressWarnings("NullAway.Init")
  private RecordedTraffic traffic;

  private volatile Frame.Count count = new Frame.Count(0, 0, 0, false);
  private volatile boolean done;
  private volatile boolean lost;

  /**
   * A proxy that is not started yet.
   *
   * @param command starts a program that runs {@link DetachedForwarder} with the job
   * @param notes takes sentences for people, from any thread
   */
  public ForwardedProxy(
      List<String> command, DetachedForwarder.Job job, Recorder recorder, Consumer<String> notes) {
    this.command = List.copyOf(command);
    this.job = job;
    this.recorder = recorder;
    this.notes = notes;
  }

  /**
   * Starts it. When this returns, connections are taken.
   *
   * @throws IOException if that is not possible
   */
  public void start() throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    reader = new Thread(this::read, "forwarder");
    reader.setDaemon(true);
    reader.start();
    String refused;
    try {
      refused = started.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refused = "interrupted";
    } catch (ExecutionException | TimeoutException e) {
      refused = "the forwarding process does not start";
    }
    if (!refused.isEmpty()) {
      done = true;
      process.destroyForcibly();
      throw new IOException(refused);
    }
  }

  private void read() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER))) {
      while (true) {
        handle(Frames.read(in));
      }
    } catch (IOException e) {
      started.complete(
          e instanceof EOFException
              ? "the forwarding process ended before it began to forward"
              : e.getMessage());
      if (!done) {
        lose();
      }
    }
  }

  private void handle(Frame frame) throws IOException {
    if (frame instanceof Frame.Passed passed) {
      traffic.chunk(passed.half(), passed.chunk());
    } else if (frame instanceof Frame.Ended ended) {
      traffic.end(ended.half(), ended.total(), ended.why());
    } else if (frame instanceof Frame.Happened happened) {
      event(happened.event());
    } else if (frame instanceof Frame.Count told) {
      count = told;
      if (told.asked()) {
        answers.add(told);
      }
    } else if (frame instanceof Frame.Note note) {
      notes.accept(note.text());
    } else if (frame instanceof Frame.Refused refused) {
      started.complete(refused.why());
    } else if (frame instanceof Frame.Ready) {
      traffic = new RecordedTraffic(recorder, job.file());
      started.complete("");
    } else {
      done = true;
    }
  }

  private void event(WireEvent event) {
    if (event.kind() == WireEvent.WireEventKind.OPEN) {
      connections.add(event.connection());
    } else if (event.kind() == WireEvent.WireEventKind.CLOSE && event.direction() == null) {
      connections.remove(event.connection());
    }
    traffic.event(event);
  }

  /** Somebody has ended the process that forwards. */
  private void lose() {
    Instant now = Instant.now();
    String why = WireEnd.RECORDER.description() + ": the forwarding process was ended";
    for (String connection : connections) {
      for (TrafficSink.Half half : TrafficSink.Half.main(connection)) {
        traffic.event(
            new WireEvent(
                SourceSpan.NONE,
                now.getEpochSecond() * NANOS + now.getNano(),
                connection,
                WireEvent.WireEventKind.CLOSE,
                half.direction(),
                why,
                WireEnd.RECORDER,
                -1));
      }
    }
    notes.accept(
        "the forwarding process (" + process.pid() + ") was ended, and its connections with it");
    lost = true;
  }

  /** Connections that were passed on when it was last reported. */
  public int open() {
    return count.open();
  }

  /**
   * Whether connections are passed on now. It asks the process that forwards; where that does not
   * answer, there may be some.
   */
  public boolean isBusy() {
    try {
      answers.clear();
      OutputStream commands = process.getOutputStream();
      commands.write(DetachedForwarder.TELL);
      commands.flush();
      Frame.Count answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
      return answer == null || answer.open() > 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Connections that were passed on and have ended. */
  public int closed() {
    return count.closed();
  }

  /** Connections that could not be passed on. */
  public int failed() {
    return count.failed();
  }

  /** Whether the forwarding process was ended by somebody else. */
  public boolean isLost() {
    return lost;
  }

  /** Passes on what was sent already, ends all connections, and leaves the path as it was. */
  @Override
  public void close() throws IOException {
    if (process == null) {
      return;
    }
    try (OutputStream commands = process.getOutputStream()) {
      commands.write(DetachedForwarder.END);
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lost && job.takeover() && job.connect() instanceof Address.Unix unix) {
      VhostUserProxy.putBack(unix.path(), notes);
    }
  }
}
