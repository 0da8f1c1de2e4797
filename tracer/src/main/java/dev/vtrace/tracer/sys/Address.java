// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Where a socket listens: written as QEMU writes it, or as a path. */
public sealed interface Address {
  /** A path on this machine. */
  record Unix(Path path) implements Address {
    /** Room for a path in {@code struct sockaddr_un}, with the zero after it. */
    private static final int LONGEST = 108;

    @Override
    public int family() {
      return Libc.AF_UNIX;
    }

    @Override
    public byte[] bytes() throws IOException {
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      if (name.length >= LONGEST) {
        throw new IOException(
            path
                + ": a socket's path has at most "
                + (LONGEST - 1)
                + " bytes, this one has "
                + name.length
                + "; a relative path is shorter");
      }
      ByteBuffer out = ByteBuffer.allocate(2 + LONGEST).order(ByteOrder.nativeOrder());
      out.putShort((short) Libc.AF_UNIX).put(name);
      return Arrays.copyOf(out.array(), 2 + name.length + 1);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A port of TCP. */
  record Tcp(InetAddress host, int port) implements Address {
    @Override
    public int family() {
      return host.getAddress().length == 4 ? Libc.AF_INET : Libc.AF_INET6;
    }

    @Override
    public byte[] bytes() {
      byte[] host = this.host.getAddress();
      boolean four = host.length == 4;
      ByteBuffer out = ByteBuffer.allocate(four ? 16 : 28).order(ByteOrder.nativeOrder());
      out.putShort((short) family());
      out.put((byte) (port >> 8)).put((byte) port);
      if (!four) {
        out.putInt(0);
      }
      return out.put(host).array();
    }

    @Override
    public String toString() {
      String text = host.getHostAddress();
      return "tcp:" + (family() == Libc.AF_INET6 ? "[" + text + "]" : text) + ":" + port;
    }
  }

  /** {@code AF_...} */
  int family();

  /** A {@code struct sockaddr}, in the byte order of the machine. */
  byte[] bytes() throws IOException;

  /**
   * Reads {@code unix:PATH}, {@code tcp:HOST:PORT}, or a path.
   *
   * @throws IllegalArgumentException if it is none of these; the message is one clause
   * @throws IOException if a host is not known
   */
  static Address parse(String text) throws IOException {
    if (text.startsWith("tcp:")) {
      int colon = text.lastIndexOf(':');
      String host = colon < 4 ? "" : text.substring(4, colon);
      int port = port(text.substring(colon + 1));
      if (port < 0 || colon < 4) {
        throw new IllegalArgumentException("'" + text + "' is not of the form tcp:HOST:PORT");
      }
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      return new Tcp(InetAddress.getByName(host.isEmpty() ? "0.0.0.0" : host), port);
    }
    String path = text.startsWith("unix:") ? text.substring("unix:".length()) : text;
    if (path.isEmpty()) {
      throw new IllegalArgumentException("the path of a socket is empty");
    }
    return new Unix(Path.of(path));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port <= 0xffff ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
