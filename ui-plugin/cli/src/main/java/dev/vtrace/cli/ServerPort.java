// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.server.rpc.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** Where a server for editors meets its client: standard input and output, or a TCP port. */
final class ServerPort {
  private static final int HIGHEST = 65_535;
  private static final int BACKLOG = 16;

  private ServerPort() {}

  /** A server for one client; the result is the status to end with. */
  @FunctionalInterface
  interface Server {
    int serve(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  static Options add(Options options) {
    return options.addOption(
        Opt.value(
            null,
            "port",
            "N",
            "wait for one client on TCP port N of the loopback interface; 0 means any free port."
                + " The port and a token are printed on standard error; the client sends the"
                + " token as its first line"));
  }

  /** Serves the client that the command line asks for. */
  static int serve(CommandLine line, Console console, Server server)
      throws UsageException, IOException {
    // Nothing but the protocol may go to standard output, whatever a library prints.
    System.setOut(System.err);
    try {
      if (!line.hasOption("port")) {
        return server.serve(console.in(), console.out());
      }
      int port = port(line.getOptionValue("port"));
      try (ServerSocket socket =
          new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"))) {
        String token = Door.token();
        console
            .err()
            .println("listening on 127.0.0.1:" + socket.getLocalPort() + ", token " + token);
        console.err().flush();
        try (Socket client = Door.admit(socket, token)) {
          return server.serve(client.getInputStream(), client.getOutputStream());
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private static int port(String text) throws UsageException {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException("--port: '" + text + "' is not a port number");
  }
}
