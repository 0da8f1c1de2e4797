// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What became of a process; old kernels do not tell how a process ended that is no child. */
class SpeakerTest {
  @Test
  void aProcessThatIsKilled() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    try (LastSender speaker = new LastSender(process.pid())) {
      process.destroyForcibly().waitFor();
      assertThat(speaker.fate()).isIn("sleep: ended by signal 9 (SIGKILL)", "sleep: ended");
    }
  }

  @Test
  void aProcessThatEnds() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "read line; exit 3").start();
    try (LastSender speaker = new LastSender(process.pid())) {
      process.getOutputStream().close();
      process.waitFor();
      assertThat(speaker.fate()).isIn("sh: ended with status 3", "sh: ended");
    }
  }

  @Test
  void aProcessThatRuns() throws Exception {
    try (LastSender speaker = new LastSender(ProcessHandle.current().pid())) {
      assertThat(speaker.fate()).endsWith("still running");
    }
  }

  @Test
  void aProcessThatIsNotThere() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    try (LastSender speaker = new LastSender(process.pid())) {
      assertThat(speaker.fate()).endsWith("its end was not observed");
    }
  }
}
