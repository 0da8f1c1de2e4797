// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many messages at once, and the time that one takes. */
class LoadTest {
  private static final int MESSAGES = Integer.getInteger("vtrace.load", 500_000);
  private static final int ROUNDS = 20_000;

  @TempDir Path folder;

  /** Each side sends half of a million messages while it receives as many. */
  @Test
  void nothingIsLostReorderedOrAltered() throws Exception {
    Map<String, Integer> before = OpenDescriptors.now();
    List<Fd> pool = Traffic.pool();
    List<DescriptorIdentity> identities = pool.stream().map(DescriptorIdentity::of).toList();
    Path traffic;
    try (Scene scene = new Scene(folder)) {
      Peer[] ends = scene.connect();
      traffic = scene.traffic();
      // A front-end speaks first.
      ends[0].send(new Traffic(0, pool), 1, 0);
      ends[1].receive(new Traffic(0, pool), 1, identities);
      long begin = System.nanoTime();
      CompletableFuture<Void> all =
          CompletableFuture.allOf(
              run(() -> ends[0].send(new Traffic(1, pool), MESSAGES, 11)),
              run(() -> ends[1].send(new Traffic(2, pool), MESSAGES, 12)),
              run(() -> ends[1].receive(new Traffic(1, pool), MESSAGES, identities)),
              run(() -> ends[0].receive(new Traffic(2, pool), MESSAGES, identities)));
      all.get();
      System.out.printf(
          "%,d messages through the proxy in %.1f s%n",
          2 * MESSAGES, (System.nanoTime() - begin) / 1e9);
      ends[0].close();
      ends[1].close();
    }
    recordingIsTheSame(traffic, pool, identities);
    pool.forEach(Fd::close);
    OpenDescriptors.awaitAsBefore(before);
  }

  private static void recordingIsTheSame(
      Path file, List<Fd> pool, List<DescriptorIdentity> identities) throws Exception {
    Traffic first = new Traffic(0, pool);
    Map<Direction, Traffic> expected =
        Map.of(
            Direction.TO_BACKEND,
            new Traffic(1, pool),
            Direction.TO_FRONTEND,
            new Traffic(2, pool));
    int[] count = new int[1];
    try (InputStream in = Files.newInputStream(file)) {
      new PcapngReader(ReadOptions.of("traffic", d -> assertThat(d).isNull()))
          .read(
              in,
              record -> {
                if (record instanceof WireMessage wire) {
                  boolean start = count[0]++ == 0;
                  Traffic of = start ? first : expected.get(wire.message().direction());
                  Traffic.Sample sample = of.next();
                  List<String> fds = new ArrayList<>();
                  sample.fds().forEach(i -> fds.add(identities.get(i).toString()));
                  if (!Arrays.equals(wire.message().bytes(), sample.bytes())
                      || !wire.message().fds().equals(fds)) {
                    assertThat(wire.message().bytes()).isEqualTo(sample.bytes());
                    assertThat(wire.message().fds()).isEqualTo(fds);
                  }
                  assertThat(wire.sender()).isEqualTo(ProcessHandle.current().pid());
                }
              });
    }
    assertThat(count[0]).isEqualTo(2 * MESSAGES + 1);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> run(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  /** Printed, not judged: what else the machine does decides too much. */
  @Test
  void addedLatencyIsMeasured() throws Exception {
    Fd[] direct = Sockets.pair();
    long[] without = roundTrips(new Peer(direct[0]), new Peer(direct[1]));
    long[] with;
    try (Scene scene = new Scene(folder)) {
      Peer[] ends = scene.connect();
      with = roundTrips(ends[0], ends[1]);
    }
    assertThat(with).hasSameSizeAs(without);
    System.out.printf(
        "one way, by half of a round trip: direct %s, proxied %s; added median %.1f us%n",
        show(without), show(with), (with[ROUNDS / 2] - without[ROUNDS / 2]) / 2e3);
  }

  private static String show(long[] sorted) {
    return String.format(
        "median %.1f us p99 %.1f us", sorted[ROUNDS / 2] / 2e3, sorted[ROUNDS * 99 / 100] / 2e3);
  }

  /** Times of requests with answers, sorted, in nanoseconds. */
  private static long[] roundTrips(Peer front, Peer back) throws Exception {
    byte[] message = new Traffic(5, List.of()).next().bytes();
    int total = ROUNDS + ROUNDS / 2;
    CompletableFuture<Void> answers =
        run(
            () -> {
              byte[] got = new byte[message.length];
              for (int i = 0; i < total; i++) {
                back.read(got, 0, got.length, new ArrayList<>());
                back.write(got, List.of());
              }
            });
    byte[] got = new byte[message.length];
    long[] times = new long[total];
    for (int i = 0; i < total; i++) {
      long begin = System.nanoTime();
      front.write(message, List.of());
      front.read(got, 0, got.length, new ArrayList<>());
      times[i] = System.nanoTime() - begin;
      assertThat(got).isEqualTo(message);
    }
    answers.get();
    front.close();
    back.close();
    // The first third is for the compiler.
    long[] warm = Arrays.copyOfRange(times, total - ROUNDS, total);
    Arrays.sort(warm);
    return warm;
  }
}
