// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code virsh} that takes commands as lines, so that it connects once. It prints a prompt before
 * each, some builds also the line; what a command prints ends at the word that it is told to print
 * next. For one thread.
 */
final class Virsh implements Closeable {
  private static final String PROMPT = "virsh # ";
  private static final String MARK = "vtrace-end-";

  /** Lines of one answer that are believed. */
  private static final int MOST = 10_000;

  private final Process process;
  private final OutputStream to;
  private final BufferedReader from;
  private long asked;

  /**
   * @param program its name, or a path
   */
  Virsh(String program) throws IOException {
    process = start(List.of(program, "--quiet"));
    to = process.getOutputStream();
    from = reader(process);
  }

  static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException("there is no virsh on the PATH; it is part of libvirt", e);
    }
  }

  static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A word of a command, as virsh reads it. */
  static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Runs a command.
   *
   * @return the lines that it prints
   * @throws IOException if virsh has ended
   */
  List<String> run(String command) throws IOException {
    String mark = MARK + ++asked;
    to.write((command + "\necho " + mark + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
    List<String> out = new ArrayList<>();
    for (String line = next(mark); !line.equals(mark); line = next(mark)) {
      if (!line.isEmpty() && out.size() < MOST) {
        out.add(line);
      }
    }
    return out;
  }

  /** The next line without prompts; the mark need not have an end of line. */
  private String next(String mark) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = from.read(); c != '\n'; c = from.read()) {
      if (c < 0) {
        throw new IOException("virsh has ended");
      }
      line.append((char) c);
      if (line.length() == PROMPT.length() && PROMPT.contentEquals(line)) {
        line.setLength(0);
      } else if (line.length() == mark.length() && mark.contentEquals(line)) {
        break;
      }
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
