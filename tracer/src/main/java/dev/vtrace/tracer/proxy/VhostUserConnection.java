// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link VhostUserProxy}, with the back-end's channel once there is one. */
final class VhostUserConnection {
  private static final long NANOS = 1_000_000_000L;

  private final Relay relay;
  private final TrafficSink traffic;
  private final String name;
  private final Consumer<String> notes;

  /** The tap of the side that spoke first, which is the front-end. */
  private final AtomicReference<MainChannel> frontEnd = new AtomicReference<>();

  VhostUserConnection(Relay relay, TrafficSink traffic, String name, Consumer<String> notes) {
    this.notes = notes;
    this.relay = relay;
    this.traffic = traffic;
    this.name = name;
  }

  Relay.TapPair pair(Fd caller, Fd target) {
    event(WireEvent.WireEventKind.OPEN, "");
    MainChannel fromCaller = new MainChannel(caller);
    MainChannel fromTarget = new MainChannel(target);
    return new Relay.TapPair(
        fromCaller,
        fromTarget,
        () -> {
          fromCaller.leave(fromTarget);
          fromTarget.leave(fromCaller);
          event(WireEvent.WireEventKind.CLOSE, "both ends are closed");
        });
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  private void event(WireEvent.WireEventKind kind, String why) {
    traffic.event(new WireEvent(SourceSpan.NONE, now(), name, kind, null, why));
  }

  /** Records messages of a direction. */
  private abstract class MessageTap implements Tap {
    final MessageBoundary boundary = new MessageBoundary();
    private TrafficSink.@Nullable Half half;

    /** Who sends; known from the first byte on. */
    abstract Direction direction();

    abstract Channel channel();

    @Override
    public List<Fd> pass(ForwardedBytes passing, List<Fd> fds) throws IOException {
      if (half == null) {
        half = new TrafficSink.Half(name, channel(), direction());
      }
      long messages = boundary.messages();
      boundary.feed(passing.bytes());
      traffic.chunk(half, passing.chunk(messages, boundary.first()));
      return fds;
    }

    @Override
    public void ended(long total, WireEnd end, String why) {
      if (half != null) {
        traffic.end(half, total, why);
      }
    }
  }

  private final class MainChannel extends MessageTap {
    private final Fd from;
    private @Nullable LastSender speaker;
    private WireEnd end = WireEnd.NOT_TOLD;

    MainChannel(Fd from) {
      this.from = from;
    }

    /** Notes what became of who spoke last, where the end came from there. */
    void leave(MainChannel other) {
      if (speaker == null) {
        return;
      }
      boolean own = end == WireEnd.CLOSED || end == WireEnd.RESET || end == WireEnd.FINISHED;
      if (own || other.end == WireEnd.RECEIVER_GONE) {
        String fate = speaker.fate();
        traffic.event(
            new WireEvent(
                SourceSpan.NONE,
                now(),
                name,
                WireEvent.WireEventKind.PROCESS,
                half(),
                fate,
                WireEnd.NOT_TOLD,
                speaker.pid()));
      }
      speaker.close();
    }

    /** The half of the connection; null where nobody has spoken yet. */
    private @Nullable Direction half() {
      return frontEnd.get() == null ? null : direction();
    }

    private void speaks(long pid) {
      if (pid > 0 && (speaker == null || speaker.pid() != pid)) {
        if (speaker != null) {
          speaker.close();
        }
        speaker = new LastSender(pid);
      }
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
    public List<Fd> pass(ForwardedBytes passing, List<Fd> fds) throws IOException {
      if (frontEnd.compareAndSet(null, this) && Sockets.isUnixStream(from)) {
        // Not earlier: the end of who has not accepted yet has no inode.
        event(WireEvent.WireEventKind.FRONT_END, DescriptorIdentity.of(from).toString());
      }
      speaks(passing.sender());
      super.pass(passing, fds);
      boolean channel =
          Effect.of(Request.of(Channel.MAIN, boundary.request())) == Effect.CHANNEL
              && direction() == Direction.TO_BACKEND
              && fds.size() == 1
              && Sockets.isUnixStream(fds.get(0));
      return channel ? splice(fds) : fds;
    }

    @Override
    public void ended(long total, WireEnd end, String why) {
      this.end = end;
      super.ended(total, end, why);
      traffic.event(
          new WireEvent(
              SourceSpan.NONE, now(), name, WireEvent.WireEventKind.CLOSE, half(), why, end, -1));
    }
  }

  /** The back-end's channel: the front-end asks nothing there. */
  private final class Back extends MessageTap {
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
        new Relay.TapPair(
            new Back(Direction.TO_BACKEND), new Back(Direction.TO_FRONTEND), () -> {}));
    return List.of(two[1]);
  }
}
