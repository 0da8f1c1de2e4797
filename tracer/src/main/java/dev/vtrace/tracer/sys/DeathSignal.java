// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the kernel end what was started when this process is gone, also by SIGKILL (PR_SET_PDEATHSIG
 * of prctl(2), which setpriv(1) of util-linux sets and keeps when it becomes the program).
 *
 * <p>The kernel goes by the thread that starts a process, so that thread has to live as long as the
 * process shall.
 */
public final class DeathSignal {
  /** QEMU and back-ends end in order by it, and strace lets go of what it traces. */
  private static final List<String> PREFIX = List.of("setpriv", "--pdeathsig", "TERM", "--");

  private DeathSignal() {}

  /** The same command with the signal; the command as it is where that is not possible. */
  public static List<String> with(List<String> command) {
    // Of a program that is not there, the system's own message is the better one.
    if (command.isEmpty() || !isThere(command.get(0)) || !Setpriv.WORKS) {
      return command;
    }
    List<String> out = new ArrayList<>(PREFIX);
    out.addAll(command);
    return out;
  }

  private static boolean isThere(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Old ones, and that of BusyBox, do not know the option; so it is tried once. */
  private static final class Setpriv {
    static final boolean WORKS = works();

    private static boolean works() {
      List<String> attempt = new ArrayList<>(PREFIX);
      attempt.add("true");
      try {
        return new ProcessBuilder(attempt)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
