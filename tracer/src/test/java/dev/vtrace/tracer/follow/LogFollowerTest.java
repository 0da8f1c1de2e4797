// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir Path folder;
  private Path log;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

  @BeforeEach
  void name() {
    log = folder.resolve("qemu.log");
  }

  private LogFollower follow(LogInput.Start start) throws IOException {
    return follow(
        LogInput.open(log.toString(), start, InputStream.nullInputStream(), notes::add), copy);
  }

  private LogFollower follow(LogInput input, OutputStream to) {
    return new LogFollower(
            "log",
            input,
            to,
            LogFollower.Format.QEMU,
            record -> {
              if (record instanceof TraceEvent event) {
                seen.add(event.name() + " " + event.text());
              }
            },
            notes::add)
        .start();
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, CREATE, WRITE, APPEND);
  }

  /** Waits for what another thread does; long enough for any machine. */
  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static String write(int request) {
    return "vhost_user_write req:" + request + " flags:0x1";
  }

  private void sees(LogFollower follower, String... expected) throws InterruptedException {
    eventually(() -> seen.size() >= expected.length || !follower.isAlive());
    assertThat(seen).containsExactly(expected);
  }

  @Test
  void whatIsAppendedIsSeenAndCopied() throws Exception {
    append(write(1) + "\n");
    try (LogFollower follower = follow(LogInput.Start.BEGINNING)) {
      sees(follower, write(1));
      append(write(2) + "\n" + write(3).substring(0, 20));
      sees(follower, write(1), write(2));
      append(write(3).substring(20) + "\n");
      sees(follower, write(1), write(2), write(3));
    }
    assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(log));
  }

  @Test
  void whatWasThereBeforeCanBePassedOver() throws Exception {
    append(write(1) + "\n");
    try (LogFollower follower = follow(LogInput.Start.END)) {
      append(write(2) + "\n");
      sees(follower, write(2));
    }
  }

  @Test
  void whatIsWrittenBeforeTheEndIsRead() throws Exception {
    append("");
    LogFollower follower = follow(LogInput.Start.BEGINNING);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      all.append(write(i)).append('\n');
    }
    append(all.toString());
    follower.close();
    assertThat(seen).hasSize(5000);
  }

  @Test
  void aLogThatIsRotatedGoesOnInTheNewFile() throws Exception {
    append(write(1) + "\n");
    try (LogFollower follower = follow(LogInput.Start.BEGINNING)) {
      sees(follower, write(1));
      Path old = folder.resolve("qemu.log.1");
      Files.move(log, old);
      Files.writeString(old, write(2) + "\n" + "vhost_user_wri", APPEND);
      sees(follower, write(1), write(2));
      append(write(3) + "\n");
      // What was cut is not continued by the first line of the new file.
      sees(follower, write(1), write(2), "vhost_user_wri ", write(3));
    }
    assertThat(notes).containsExactly(log + " was rotated; following the new file");
    assertThat(copy.toString(StandardCharsets.UTF_8))
        .isEqualTo(write(1) + "\n" + write(2) + "\nvhost_user_wri\n" + write(3) + "\n");
  }

  @Test
  void aLogThatIsTruncatedGoesOnFromItsBeginning() throws Exception {
    append(write(1) + "\n" + write(2) + "\n");
    try (LogFollower follower = follow(LogInput.Start.BEGINNING)) {
      sees(follower, write(1), write(2));
      Files.writeString(log, "", TRUNCATE_EXISTING);
      append(write(3) + "\n");
      sees(follower, write(1), write(2), write(3));
    }
    assertThat(notes).containsExactly(log + " was truncated; following it from its beginning");
  }

  @Test
  void aTruncatedLogThatHasGrownPastTheOldEndIsReadAnew() throws Exception {
    append(write(1) + "\n");
    try (LogFollower follower = follow(LogInput.Start.BEGINNING)) {
      sees(follower, write(1));
      String all = write(4) + "\n" + write(5) + "\n" + write(6) + "\n";
      Files.writeString(log, all, TRUNCATE_EXISTING);
      sees(follower, write(1), write(4), write(5), write(6));
    }
  }

  @Test
  void fifosAreReadUntilTheFollowerEnds() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", log.toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    try (LogFollower follower = follow(LogInput.Start.BEGINNING)) {
      Files.writeString(log, write(1) + "\n", WRITE);
      sees(follower, write(1));
      // QEMU closes and opens its log when it is pointed there again.
      Files.writeString(log, write(2) + "\n", WRITE);
      sees(follower, write(1), write(2));
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void pipesAreReadToTheirEnd() throws Exception {
    PipedOutputStream pipe = new PipedOutputStream();
    LogInput input =
        LogInput.open("-", LogInput.Start.BEGINNING, new PipedInputStream(pipe), notes::add);
    try (LogFollower follower = follow(input, copy)) {
      pipe.write((write(1) + "\n").getBytes(StandardCharsets.UTF_8));
      sees(follower, write(1));
      pipe.write((write(2) + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.close();
      follower.join();
    }
    assertThat(seen).containsExactly(write(1), write(2));
  }

  @Test
  void aCopyThatCannotBeWrittenDoesNotEndTheFollowing() throws Exception {
    append(write(1) + "\n");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    LogInput input =
        LogInput.open(
            log.toString(), LogInput.Start.BEGINNING, InputStream.nullInputStream(), notes::add);
    try (LogFollower follower = follow(input, full)) {
      sees(follower, write(1));
      append(write(2) + "\n");
      sees(follower, write(1), write(2));
    }
    assertThat(notes)
        .containsExactly("log: cannot be copied into the capture: No space left on device");
  }

  /** QEMU writes such a file in pieces that end anywhere. */
  @Test
  void aSimpletraceFileThatGrowsIsRead() throws Exception {
    Path recorded = Path.of("../../shared/captures/transfer-strace/src.simpletrace");
    assumeTrue(Files.exists(recorded), "skipped: needs " + recorded);
    byte[] all = Files.readAllBytes(recorded);
    List<String> whole = new ArrayList<>();
    new SimpletraceReader(ReadOptions.of("whole", diagnostic -> {}))
        .read(
            new ByteArrayInputStream(all),
            record -> {
              if (record instanceof TraceEvent event) {
                whole.add(event.name() + " " + event.text());
              }
            });
    append("");
    try (LogFollower follower = follow(LogInput.Start.BEGINNING)) {
      for (int at = 0; at < all.length; ) {
        int piece = Math.min(all.length - at, 1 + at % 4099);
        Files.write(log, Arrays.copyOfRange(all, at, at + piece), APPEND);
        at += piece;
      }
      eventually(() -> seen.size() >= whole.size());
      assertThat(follower.isSimpletrace()).isTrue();
    }
    assertThat(whole).isNotEmpty();
    assertThat(seen).isEqualTo(whole);
    assertThat(copy.toByteArray()).isEqualTo(all);
  }

  @Test
  void noSuchLog() {
    assertThatThrownBy(() -> follow(LogInput.Start.END)).isInstanceOf(NoSuchFileException.class);
  }
}
