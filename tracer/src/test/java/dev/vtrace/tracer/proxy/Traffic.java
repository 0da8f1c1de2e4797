// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.sys.Fd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Messages as vhost-user has them, with random content, the same for the same seed: who sends and
 * who receives each make their own. Every tenth has descriptors out of a pool.
 */
final class Traffic {
  /** SET_VRING_ENABLE and others that no proxy treats in a way of its own. */
  private static final int[] REQUESTS = {2, 4, 8, 9, 10, 11, 18};

  private static final int MOST_PAYLOAD = 300;

  private final SplittableRandom random;
  private final List<Fd> pool;
  private long number;

  /** A message, and which of the pool go with it. */
  record Sample(byte[] bytes, List<Integer> fds) {}

  Traffic(long seed, List<Fd> pool) {
    random = new SplittableRandom(seed);
    this.pool = pool;
  }

  Sample next() {
    int size = random.nextInt(8) == 0 ? random.nextInt(MOST_PAYLOAD) : 8;
    byte[] bytes = new byte[12 + size];
    random.nextBytes(bytes);
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(REQUESTS[random.nextInt(REQUESTS.length)]).putInt(1).putInt(size);
    List<Integer> fds = new ArrayList<>();
    if (number++ % 10 == 9) {
      int count = random.nextInt(1000) == 0 ? 32 : 1 + random.nextInt(20) / 19;
      for (int i = 0; i < count; i++) {
        fds.add(random.nextInt(pool.size()));
      }
    }
    return new Sample(bytes, fds);
  }

  List<Fd> descriptors(Sample sample) {
    return sample.fds().stream().map(pool::get).toList();
  }

  /** Event counters and memory. */
  static List<Fd> pool() throws IOException {
    List<Fd> pool = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pool.add(i % 8 == 7 ? Fd.memfd("load-" + i) : Fd.eventfd());
    }
    return pool;
  }
}
