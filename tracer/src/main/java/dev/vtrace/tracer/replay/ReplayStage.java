// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Message;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the players do what the script says. The next thing begins when the one before has arrived,
 * and what arrives has to be what was sent.
 */
final class ReplayStage implements Closeable {
  private static final int PIECE = 64 * 1024;

  private final Path folder;
  private final ObjectIdentities identities;
  private final Map<String, PlayerProcess> players = new LinkedHashMap<>();
  private final Set<Path> listening = new HashSet<>();

  /** Who speaks for the front-end of each connection that is open. */
  private final Map<ReplayedConnection, PlayerProcess> frontEnds = new HashMap<>();

  /** What was passed as the back-end's own channel. */
  private final Map<ReplayedConnection, RecordedObject> channels = new HashMap<>();

  /** Connections of which the back-end has closed its end. */
  private final Set<ReplayedConnection> leaving = new HashSet<>();

  private int migrations;
  private long messages;
  private long descriptors;

  /**
   * A stage.
   *
   * @param folder where the sockets are; see {@link #front} and {@link #back}
   */
  ReplayStage(Path folder, ObjectIdentities identities) {
    this.folder = folder;
    this.identities = identities;
  }

  /** Where front-ends connect to, by the position of the file with their traffic. */
  static Path front(Path folder, int file) {
    return folder.resolve("front-" + file);
  }

  /** Where the back-end listens. */
  static Path back(Path folder, int file) {
    return folder.resolve("back-" + file);
  }

  /** Where sources connect to, by the number of the migration. */
  static Path out(Path folder, int migration) {
    return folder.resolve("out-" + migration);
  }

  /** Where destinations listen. */
  static Path in(Path folder, int migration) {
    return folder.resolve("in-" + migration);
  }

  long messages() {
    return messages;
  }

  long descriptors() {
    return descriptors;
  }

  /** Processes by what they play. */
  Map<String, Long> processes() {
    Map<String, Long> out = new LinkedHashMap<>();
    players.forEach((name, player) -> out.put(name, player.process()));
    return out;
  }

  void play(List<Script.ScriptStep> script) throws IOException {
    for (Script.ScriptStep step : script) {
      if (step instanceof Script.Migrated migrated) {
        migrate(migrated.stream());
      } else if (step instanceof Script.ScriptedMessage said) {
        if (said.record() instanceof WireMessage message) {
          say(said.conversation(), message.message());
        } else if (said.record() instanceof WireEvent event) {
          happen(said.conversation(), event);
        }
      }
    }
    for (ReplayedConnection conversation : Set.copyOf(frontEnds.keySet())) {
      close(conversation);
    }
  }

  private PlayerProcess player(String name) throws IOException {
    PlayerProcess player = players.get(name);
    if (player == null) {
      player = new PlayerProcess(name);
      players.put(name, player);
    }
    return player;
  }

  private PlayerProcess backEnd(ReplayedConnection conversation) throws IOException {
    return player(conversation.file() == 0 ? "backend" : "backend " + conversation.file());
  }

  private void listen(PlayerProcess player, Path path) throws IOException {
    if (listening.add(path)) {
      player.listen(path);
    }
  }

  /** Must have been done for all back-ends before the proxies connect. */
  private PlayerProcess open(ReplayedConnection conversation) throws IOException {
    PlayerProcess back = backEnd(conversation);
    listen(back, back(folder, conversation.file()));
    PlayerProcess front = player(conversation.owner());
    front.connect(conversation.key(), front(folder, conversation.file()));
    back.accept(back(folder, conversation.file()), conversation.key());
    frontEnds.put(conversation, front);
    return front;
  }

  private void happen(ReplayedConnection conversation, WireEvent event) throws IOException {
    boolean open = frontEnds.containsKey(conversation);
    if (event.kind() == WireEvent.WireEventKind.OPEN && !open) {
      open(conversation);
    } else if (event.kind() == WireEvent.WireEventKind.CLOSE && open) {
      // Both halves are noted. What was said to a back-end that was gone by then got as far as the
      // recorder by chance; here it arrives, so that it is in the new recording for sure.
      if (event.direction() != Direction.TO_FRONTEND || !leaving.add(conversation)) {
        close(conversation);
      }
    }
  }

  /** A handed-over connection ends when the last of those who hold it closes it. */
  private void close(ReplayedConnection conversation) throws IOException {
    PlayerProcess back = backEnd(conversation);
    if (leaving.contains(conversation)) {
      back.close(conversation.key());
    }
    for (PlayerProcess player : players.values()) {
      if (player != back) {
        player.close(conversation.key());
      }
    }
    back.close(conversation.key());
    frontEnds.remove(conversation);
  }

  private void say(ReplayedConnection conversation, Message message) throws IOException {
    PlayerProcess front = frontEnds.get(conversation);
    if (front == null) {
      front = open(conversation);
    }
    boolean out = message.direction() == Direction.TO_BACKEND;
    PlayerProcess back = backEnd(conversation);
    List<RecordedObject> with = identities.of(message.span(), message.fds().size());
    String atFront = conversation.key();
    String atBack = conversation.key();
    if (message.channel() == Channel.BACKEND) {
      RecordedObject channel = channels.get(conversation);
      if (channel == null) {
        throw new IOException(
            message.name() + " is on a back-end channel that the recording does not have");
      }
      atFront = channel.otherEnd();
      atBack = channel.name();
    } else if (out && message.effect() == Effect.CHANNEL && !with.isEmpty()) {
      channels.put(conversation, with.get(0));
    }
    messages++;
    PlayerProcess from = out ? front : back;
    PlayerProcess to = out ? back : front;
    pass(
        from,
        out ? atFront : atBack,
        to,
        out ? atBack : atFront,
        message.bytes(),
        with,
        message.name());
  }

  /** Sends, waits until it is there, and compares. */
  private void pass(
      PlayerProcess from,
      String there,
      PlayerProcess to,
      String here,
      byte[] bytes,
      List<RecordedObject> with,
      String what)
      throws IOException {
    from.send(there, bytes, with);
    byte[] got = to.receive(here, bytes.length, with.stream().map(RecordedObject::name).toList());
    if (!Arrays.equals(bytes, got)) {
      throw new IOException(what + " arrived at the " + to.name() + " with other bytes");
    }
    descriptors += with.size();
  }

  private void migrate(RecordedStream stream) throws IOException {
    Path in = in(folder, migrations);
    String name = "migration " + migrations;
    PlayerProcess source = player(stream.source());
    PlayerProcess destination = player(stream.destination());
    listen(destination, in);
    source.connect(name, out(folder, migrations));
    destination.accept(in, name);
    migrations++;
    try (ByteSource bytes = Inputs.open(stream.input().path())) {
      long at = 0;
      int next = 0;
      while (next < stream.objects().size()) {
        long offset = stream.entries().get(next).offset();
        int end = next + 1;
        while (end < stream.objects().size() && stream.entries().get(end).offset() == offset) {
          end++;
        }
        copy(bytes, at, offset, source, destination, name);
        byte[] one = new byte[1];
        if (bytes.read(offset, one, 0, 1) == 1) {
          List<RecordedObject> with = stream.objects().subList(next, end);
          pass(source, name, destination, name, one, with, stream.input().name());
        }
        at = offset + 1;
        next = end;
      }
      copy(bytes, at, bytes.size(), source, destination, name);
    }
    if (stream.returnPath() != null) {
      try (ByteSource back = Inputs.open(stream.returnPath())) {
        copy(back, 0, back.size(), destination, source, name);
      }
    }
    source.close(name);
    destination.close(name);
    if (stream.handsOver()) {
      for (RecordedObject thing : stream.objects()) {
        frontEnds.replaceAll((each, who) -> each.key().equals(thing.name()) ? destination : who);
      }
    }
  }

  private void copy(
      ByteSource bytes, long from, long to, PlayerProcess sender, PlayerProcess receiver, String on)
      throws IOException {
    long at = from;
    while (at < to) {
      byte[] piece = new byte[(int) Math.min(PIECE, to - at)];
      int got = bytes.read(at, piece, 0, piece.length);
      if (got <= 0) {
        return;
      }
      byte[] there = got == piece.length ? piece : Arrays.copyOf(piece, got);
      pass(sender, on, receiver, on, there, List.of(), "a piece of the stream");
      at += got;
    }
  }

  @Override
  public void close() {
    players.values().forEach(PlayerProcess::close);
  }
}
