// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.tracer.forward.DetachedForwarder;
import dev.vtrace.tracer.sys.Address;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that forwards for {@code vtrace proxy vhost-user}, as small as a Java process can be:
 * it holds no analysis, and its memory has a low limit, so that a system that lacks memory ends
 * others before it.
 */
final class ForwardingProcess {
  /** For Java: one small heap, one collecting thread, one compiler, small caches and stacks. */
  private static final List<String> SMALL =
      List.of(
          "-Xmx32m",
          "-Xms8m",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Xlog:disable",
          "-Xlog:all=off");

  /** From here on Java announces native code unless it is allowed. */
  private static final int ANNOUNCES = 24;

  /** In place of an address to listen at. */
  private static final String TAKEOVER = "";

  private ForwardingProcess() {}

  /** The command that starts it. */
  static List<String> command(DetachedForwarder.Job job) {
    List<String> out = new ArrayList<>();
    out.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= ANNOUNCES) {
      out.add("--enable-native-access=ALL-UNNAMED");
    }
    out.addAll(SMALL);
    out.add("-cp");
    out.add(System.getProperty("java.class.path"));
    out.add(ForwardingProcess.class.getName());
    out.add(job.takeover() ? TAKEOVER : job.listen().toString());
    out.add(job.connect().toString());
    out.add(job.capture().toString());
    out.add(job.file());
    out.add(job.tool());
    return out;
  }

  /** Takes the words of {@link #command} after the name of the class. */
  public static void main(String[] words) throws IOException {
    boolean takeover = words[0].equals(TAKEOVER);
    Address connect = Address.parse(words[1]);
    Address listen = takeover ? connect : Address.parse(words[0]);
    DetachedForwarder.Job job =
        new DetachedForwarder.Job(listen, connect, takeover, Path.of(words[2]), words[3], words[4]);
    // What anybody prints must not come between the frames.
    OutputStream frames = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    PrintStream err = System.err;
    DetachedForwarder forwarder =
        new DetachedForwarder(job, text -> err.println("vtrace proxy: " + text));
    Signals signals = new Signals(forwarder::signalled);
    try {
      forwarder.run(System.in, frames);
    } finally {
      signals.close();
    }
    Runtime.getRuntime().halt(0);
  }
}
