// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.tracer.recording.RecordedFile;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.recording.StreamTrack;
import dev.vtrace.tracer.recording.Track;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the source and the destination of a migration. The connection that begins as a
 * migration stream goes to {@code stream.bin}, with {@code stream.fds.jsonl} for its descriptors
 * and {@code return-path.bin} for what the destination says; others go to {@code channel-1.bin} and
 * so on. A further migration through the same proxy gets files of its own.
 */
public final class MigrationProxy implements Closeable {
  private static final byte[] STREAM = {'Q', 'E', 'V', 'M'};

  private final Address listen;
  private final Address connect;
  private final Recorder recorder;
  private final String prefix;
  private final Consumer<String> notes;
  private final @Nullable LiveStreams live;
  private final CountDownLatch ready = new CountDownLatch(1);
  private @Nullable Relay relay;

  /**
   * A proxy that is not started yet.
   *
   * @param prefix what the names of its files begin with, such as {@code hop1-}; may be empty
   * @param notes takes sentences for people, from any thread
   * @param progress takes a line for each thing that is decoded as it passes, from any thread; null
   *     for none
   */
  public MigrationProxy(
      Address listen,
      Address connect,
      Recorder recorder,
      String prefix,
      Consumer<String> notes,
      @Nullable Consumer<String> progress) {
    this.listen = listen;
    this.connect = connect;
    this.recorder = recorder;
    this.prefix = prefix;
    this.notes = notes;
    live = progress == null ? null : new LiveStreams(progress);
  }

  /**
   * Listens. When this returns, connections are taken.
   *
   * @throws IOException if that is not possible
   */
  public synchronized void start() throws IOException {
    Relay.Taps taps = (number, caller, target) -> new ProxiedMigration(number).pair();
    relay = new Relay(Listener.at(listen), connect, taps, notes);
    relay.start();
    ready.countDown();
  }

  /** Connections that could not be passed on. */
  public synchronized int failed() {
    return relay == null ? 0 : relay.failed();
  }

  /** Passes on what was sent already, ends all connections, and leaves the path as it was. */
  @Override
  public synchronized void close() throws IOException {
    if (relay != null) {
      relay.close();
    }
    if (live != null) {
      recorder.flush();
      live.close();
    }
  }

  /** The two directions of one connection, in files that go together. */
  private final class ProxiedMigration {
    private final int number;

    /** The name of the stream's file, once the stream has begun; of the recorder's thread. */
    private @Nullable String stream;

    /** Whether it is known what the source sends; of the recorder's thread. */
    private boolean known;

    ProxiedMigration(int number) {
      this.number = number;
    }

    Relay.TapPair pair() {
      Track there = new StreamTrack(recorder, this::forward, this::opened);
      Track back = new StreamTrack(recorder, this::backward, file -> {});
      return new Relay.TapPair(new ByteTap(there), new ByteTap(back), () -> {});
    }

    private StreamTrack.ChannelFile forward(byte[] head, boolean last) {
      known = true;
      if (Arrays.equals(head, STREAM)) {
        String name = recorder.capture().unused(prefix + "stream.bin");
        stream = name;
        return new StreamTrack.ChannelFile(
            name,
            InputRole.STREAM,
            InputKind.MIGRATION_STREAM.label(),
            beside(name, "stream.fds.jsonl"),
            true);
      }
      return channel("channel-");
    }

    /** The destination's answers may be recorded before it is known what they answer. */
    private StreamTrack.@Nullable ChannelFile backward(byte[] head, boolean last) {
      if (stream != null) {
        return new StreamTrack.ChannelFile(
            beside(stream, "return-path.bin"),
            InputRole.OTHER,
            "return path",
            beside(stream, "return-path.fds.jsonl"),
            false);
      }
      return known || last ? channel("from-destination-") : null;
    }

    private StreamTrack.ChannelFile channel(String kind) {
      String name = recorder.capture().unused(prefix + kind + number + ".bin");
      return new StreamTrack.ChannelFile(
          name, InputRole.OTHER, "migration channel", name.replace(".bin", ".fds.jsonl"), false);
    }

    /** The name of another file of the same migration. */
    private static String beside(String stream, String name) {
      return stream.replace("stream.bin", name);
    }

    private void opened(RecordedFile file) {
      if (live != null) {
        live.follow(file);
      }
    }
  }

  /** Records bytes as they are. */
  private final class ByteTap implements Tap {
    private final Track track;

    ByteTap(Track track) {
      this.track = track;
    }

    @Override
    public List<Fd> pass(ForwardedBytes passing, List<Fd> fds) {
      recorder.record(track, passing.chunk(0, 0));
      return fds;
    }

    @Override
    public void ended(long total, WireEnd end, String why) {
      recorder.end(track, total, why);
    }
  }
}
