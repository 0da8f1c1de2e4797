// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.recording.Track;
import dev.vtrace.tracer.recording.TrafficFile;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One connection of a {@link VhostUserProxy}, with the back-end's channel once there is one. */
final class VhostUserConnection {
  private static final long NANOS = 1_000_000_000L;

  private final Relay relay;
  private final Recorder recorder;
  private final TrafficFile traffic;
  private final String name;
  private final Consumer<String> notes;

  /** The tap of the side that spoke first, which is the front-end. */
  private final AtomicReference<Main> frontEnd = new AtomicReference<>();

  VhostUserConnection(
      Relay relay, Recorder recorder, TrafficFile traffic, String name, Consumer<String> notes) {
    this.notes = notes;
    this.relay = relay;
    this.recorder = recorder;
    this.traffic = traffic;
    this.name = name;
  }

  Relay.Pair pair(Fd caller, Fd target) {
    event(WireEvent.Kind.OPEN, null, "");
    return new Relay.Pair(
        new Main(caller),
        new Main(target),
        () -> event(WireEvent.Kind.CLOSE, null, "both ends are closed"));
  }

  private void event(WireEvent.Kind kind, Direction half, String why) {
    Instant now = Instant.now();
    traffic.event(kind, name, half, now.getEpochSecond() * NANOS + now.getNano(), why);
  }

  /** Records messages of a direction. */
  private abstract class Recording implements Tap {
    final MessageBoundary boundary = new MessageBoundary();
    private Track track;

    /** Who sends; known from the first byte on. */
    abstract Direction direction();

    abstract Channel channel();

    @Override
    public List<Fd> pass(Passing passing, List<Fd> fds) throws IOException {
      if (track == null) {
        track = traffic.track(name, channel(), direction());
      }
      long messages = boundary.messages();
      boundary.feed(passing.bytes());
      recorder.record(track, passing.chunk(messages, boundary.first()));
      return fds;
    }

    @Override
    public void ended(long total, String why) {
      if (track != null) {
        recorder.end(track, total, why);
      }
    }
  }

  private final class Main extends Recording {
    private final Fd from;

    Main(Fd from) {
      this.from = from;
    }

    @Override
    Direction direction() {
      return frontEnd.get() == this ? Direction.TO_BACKEND : Direction.TO_FRONTEND;
    }

    @Override
    Channel channel() {
      return Channel.MAIN;
    }

    @Override
    public List<Fd> pass(Passing passing, List<Fd> fds) throws IOException {
      if (frontEnd.compareAndSet(null, this) && Sockets.isUnixStream(from)) {
        // Not earlier: the end of who has not accepted yet has no inode.
        event(WireEvent.Kind.FRONT_END, null, DescriptorIdentity.of(from).toString());
      }
      super.pass(passing, fds);
      boolean channel =
          Effect.of(Request.of(Channel.MAIN, boundary.request())) == Effect.CHANNEL
              && direction() == Direction.TO_BACKEND
              && fds.size() == 1
              && Sockets.isUnixStream(fds.get(0));
      return channel ? splice(fds) : fds;
    }

    @Override
    public void ended(long total, String why) {
      super.ended(total, why);
      event(WireEvent.Kind.CLOSE, direction(), why);
    }
  }

  /** The back-end's channel: the front-end asks nothing there. */
  private final class Back extends Recording {
    private final Direction direction;

    Back(Direction direction) {
      this.direction = direction;
    }

    @Override
    Direction direction() {
      return direction;
    }

    @Override
    Channel channel() {
      return Channel.BACKEND;
    }
  }

  /**
   * Takes the back-end's channel, and gives one in its place that behaves like it; the channel
   * itself where there is no room for another.
   */
  private List<Fd> splice(List<Fd> fds) throws IOException {
    Fd received = fds.get(0);
    Fd[] two;
    try {
      two = Sockets.pair();
    } catch (IOException e) {
      notes.accept("the back-end's channel is not recorded: " + e.getMessage());
      return fds;
    }
    Sockets.passCredentials(received);
    Sockets.passCredentials(two[0]);
    if (Sockets.nonBlocking(received)) {
      Sockets.setNonBlocking(two[1]);
    }
    relay.link(
        "back-end channel " + name,
        received,
        two[0],
        new Relay.Pair(new Back(Direction.TO_BACKEND), new Back(Direction.TO_FRONTEND), () -> {}));
    return List.of(two[1]);
  }
}
