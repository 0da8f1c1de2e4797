// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.SocketBuffer;
import dev.vtrace.tracer.sys.Sockets;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program of a process that plays a QEMU or a back-end: it does what it is told on its standard
 * input, one thing after the other, and answers on its standard output. {@link PlayerProcess} is
 * the other end.
 *
 * <p>Each descriptor that it holds has a name, which says what it is in the recording. One that is
 * to be sent and is not there yet is made.
 */
public final class Player {
  private static final int ROOM = 64 * 1024;

  private final Map<String, Fd> held = new HashMap<>();
  private final SocketBuffer buffer = new SocketBuffer(ROOM);

  private Player() {}

  /** What a player can be told. */
  enum Order {
    LISTEN,
    ACCEPT,
    CONNECT,
    SEND,
    RECEIVE,
    CLOSE
  }

  /** Plays until the standard input ends. */
  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    Player player = new Player();
    for (int order = in.read(); order >= 0; order = in.read()) {
      String failure = "";
      byte[] answer = {};
      try {
        answer = player.play(Order.values()[order], in);
      } catch (IOException e) {
        failure = e.getMessage();
      }
      out.writeUTF(failure);
      out.writeInt(answer.length);
      out.write(answer);
      out.flush();
    }
  }

  private byte[] play(Order order, DataInputStream in) throws IOException {
    String name = in.readUTF();
    switch (order) {
      case LISTEN -> hold(name, Sockets.listen(new Address.Unix(Path.of(name))));
      case ACCEPT -> hold(in.readUTF(), Sockets.accept(find(name)));
      case CONNECT -> {
        String path = in.readUTF();
        hold(name, Sockets.connect(new Address.Unix(Path.of(path))));
      }
      case SEND -> send(name, in);
      case RECEIVE -> {
        return receive(name, in);
      }
      case CLOSE -> {
        Fd fd = held.remove(name);
        if (fd != null) {
          fd.close();
        }
      }
    }
    return new byte[0];
  }

  private void hold(String name, Fd fd) {
    Fd before = held.put(name, fd);
    if (before != null) {
      before.close();
    }
  }

  private Fd find(String name) throws IOException {
    Fd fd = held.get(name);
    if (fd == null) {
      throw new IOException("holds no " + name);
    }
    return fd;
  }

  private void send(String name, DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readInt());
    List<Fd> fds = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      RecordedObject thing = RecordedObject.read(in);
      if (!held.containsKey(thing.name())) {
        make(thing);
      }
      fds.add(held.get(thing.name()));
    }
    Fd to = find(name);
    for (int at = 0; at < bytes.length; at += ROOM) {
      int length = Math.min(ROOM, bytes.length - at);
      buffer.data().clear().put(bytes, at, length);
      buffer.send(to, 0, length, at == 0 ? fds : List.of());
    }
  }

  private void make(RecordedObject thing) throws IOException {
    switch (thing.kind()) {
      case EVENTFD -> hold(thing.name(), Fd.eventfd());
      case SOCKET -> {
        Fd[] pair = Sockets.pair();
        hold(thing.name(), pair[0]);
        hold(thing.otherEnd(), pair[1]);
      }
      case FILE -> hold(thing.name(), Fd.open(Path.of(thing.label())));
      default -> hold(thing.name(), Fd.memfd(thing.label()));
    }
    if (thing.size() > 0) {
      Path open = Path.of("/proc/self/fd", Integer.toString(find(thing.name()).number()));
      try (FileChannel file = FileChannel.open(open, StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.allocate(1), thing.size() - 1);
      }
    }
  }

  private byte[] receive(String name, DataInputStream in) throws IOException {
    int wanted = in.readInt();
    List<String> names = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      names.add(in.readUTF());
    }
    Fd from = find(name);
    ByteArrayOutputStream out = new ByteArrayOutputStream(wanted);
    byte[] piece = new byte[ROOM];
    int got = 0;
    while (out.size() < wanted) {
      int length = buffer.receive(from, 0, wanted - out.size());
      if (length == 0) {
        throw new IOException("the connection ended after " + out.size() + " bytes");
      }
      buffer.data().clear().get(piece, 0, length);
      out.write(piece, 0, length);
      for (Fd fd : buffer.fds()) {
        hold(got < names.size() ? names.get(got) : name + " more " + got, fd);
        got++;
      }
    }
    if (got != count) {
      throw new IOException(got + " descriptors came with it, not " + count);
    }
    return out.toByteArray();
  }
}
