// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a QMP connection, which does what a test tells it to, right or wrong. */
final class Monitor implements Closeable {
  static final String GREETING =
      "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 3, \"minor\": 1, \"major\": 11},"
          + " \"package\": \"\"}, \"capabilities\": [\"oob\"]}}\n";

  private final ServerSocketChannel server;
  private final Thread thread;
  private SocketChannel client;
  private BufferedReader lines;

  interface Script {
    void play(Monitor monitor) throws IOException;
  }

  Monitor(Path socket, Script script) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    thread =
        new Thread(
            () -> {
              try {
                client = server.accept();
                lines =
                    new BufferedReader(
                        new InputStreamReader(
                            Channels.newInputStream(client), StandardCharsets.UTF_8));
                script.play(this);
              } catch (IOException e) {
                // The client has gone, which some scripts are about.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  void say(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  /** The id of the next command, which must be this one. */
  String heard(String command) throws IOException {
    String line = lines.readLine();
    if (line == null || !line.contains("\"execute\":\"" + command + "\"")) {
      throw new IOException("heard " + line + " instead of " + command);
    }
    int at = line.indexOf("\"id\":\"") + 6;
    return line.substring(at, line.indexOf('"', at));
  }

  /** Greets, and takes the client into command mode. */
  void greet() throws IOException {
    say(GREETING);
    answer(heard("qmp_capabilities"), "{}");
  }

  void answer(String id, String json) throws IOException {
    say("{\"return\": " + json + ", \"id\": \"" + id + "\"}\n");
  }

  void hangUp() throws IOException {
    client.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (client != null) {
      client.close();
    }
  }
}
