// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.rpc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Lets one client in over TCP: the first whose first line is the token. All users of a machine, and
 * every page in a browser, can connect to a port of loopback; whoever does not know the token is
 * told nothing.
 */
public final class Door {
  private static final int TOKEN_BYTES = 16;

  /** How long a client may take for its first line. */
  private static final int PATIENCE_MS = 10_000;

  /** Connections whose first line is waited for at a time; more are closed. */
  private static final int MOST_WAITING = 32;

  private final ServerSocket socket;
  private final byte[] token;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final CompletableFuture<Socket> admitted = new CompletableFuture<>();

  private Door(ServerSocket socket, String token) {
    this.socket = socket;
    this.token = token.getBytes(StandardCharsets.US_ASCII);
  }

  /** A token that nobody can guess: 32 hexadecimal digits. */
  public static String token() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /**
   * Waits for the client, which has sent the token and a line feed when this returns. Then nobody
   * listens any more.
   *
   * @throws IOException if the socket cannot be listened on any more
   */
  public static Socket admit(ServerSocket socket, String token) throws IOException {
    Door door = new Door(socket, token);
    start("door", door::accept);
    try {
      return door.admitted.join();
    } catch (CompletionException e) {
      Throwable cause = requireNonNull(e.getCause());
      throw new IOException(cause.getMessage(), cause);
    } finally {
      socket.close();
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!admitted.isDone()) {
        Socket client = socket.accept();
        if (room.tryAcquire()) {
          start("client to connect", () -> ask(client));
        } else {
          client.close();
        }
      }
    } catch (IOException e) {
      // Closed, after somebody was let in; else nobody can be any more.
      admitted.completeExceptionally(e);
    }
  }

  private void ask(Socket client) {
    try {
      client.setSoTimeout(PATIENCE_MS);
      if (knows(client.getInputStream())) {
        client.setSoTimeout(0);
        if (admitted.complete(client)) {
          return;
        }
      }
      client.close();
    } catch (IOException e) {
      try {
        client.close();
      } catch (IOException closed) {
        // It is gone.
      }
    } finally {
      room.release();
    }
  }

  /** Reads no further than the first line, and of that no more than a token has. */
  private boolean knows(InputStream in) throws IOException {
    byte[] line = in.readNBytes(token.length);
    if (!MessageDigest.isEqual(line, token)) {
      return false;
    }
    int end = in.read();
    return end == '\n' || end == '\r' && in.read() == '\n';
  }
}
