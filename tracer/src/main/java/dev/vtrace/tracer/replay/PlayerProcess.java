// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that plays one participant, by a name that the user knows. */
final class PlayerProcess implements Closeable {
  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;

  /** Starts a Java of the same kind with the same classes. */
  PlayerProcess(String name) throws IOException {
    this.name = name;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    process =
        new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Player.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    out = new DataOutputStream(process.getOutputStream());
    in = new DataInputStream(process.getInputStream());
  }

  String name() {
    return name;
  }

  long process() {
    return process.pid();
  }

  void listen(Path path) throws IOException {
    order(Player.Order.LISTEN, path.toString());
    answer();
  }

  /** Takes the connection that waits at a path. */
  void accept(Path path, String connection) throws IOException {
    order(Player.Order.ACCEPT, path.toString());
    out.writeUTF(connection);
    answer();
  }

  void connect(String connection, Path path) throws IOException {
    order(Player.Order.CONNECT, connection);
    out.writeUTF(path.toString());
    answer();
  }

  void send(String connection, byte[] bytes, List<RecordedObject> objects) throws IOException {
    order(Player.Order.SEND, connection);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.writeInt(objects.size());
    for (RecordedObject thing : objects) {
      thing.write(out);
    }
    answer();
  }

  /** Receives bytes and exactly so many descriptors, which get these names. */
  byte[] receive(String connection, int count, List<String> names) throws IOException {
    order(Player.Order.RECEIVE, connection);
    out.writeInt(count);
    out.writeInt(names.size());
    for (String each : names) {
      out.writeUTF(each);
    }
    return answer();
  }

  void close(String connection) throws IOException {
    order(Player.Order.CLOSE, connection);
    answer();
  }

  private void order(Player.Order order, String first) throws IOException {
    out.write(order.ordinal());
    out.writeUTF(first);
  }

  private byte[] answer() throws IOException {
    CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(this::read);
    try {
      out.flush();
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String why =
          cause instanceof UncheckedIOException unread
              ? requireNonNull(unread.getCause()).getMessage()
              : "failed";
      throw new IOException(name + ": " + (why == null ? "the process ended" : why), e);
    } catch (TimeoutException e) {
      throw new IOException(name + ": nothing happened for " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + ": interrupted", e);
    }
  }

  private byte[] read() {
    try {
      String failure = in.readUTF();
      byte[] bytes = in.readNBytes(in.readInt());
      if (!failure.isEmpty()) {
        throw new IOException(failure);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process; what it had open is closed by the system. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
