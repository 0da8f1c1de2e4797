// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestExecutorTest {
  private final RequestExecutor executor = new RequestExecutor();

  @Test
  void whatIsCancelledBeforeItsTurnIsNeverBegun() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(
          executor.answer(
              cancelled -> {
                free.await();
                return 1;
              }));
    }
    AtomicInteger begun = new AtomicInteger();
    List<CompletableFuture<Integer>> later = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      later.add(executor.answer(cancelled -> begun.incrementAndGet()));
    }
    later.forEach(each -> each.cancel(false));
    free.countDown();
    for (CompletableFuture<Integer> each : waiting) {
      assertThat(each.get()).isEqualTo(1);
    }
    assertThat(executor.answer(cancelled -> 2).get()).isEqualTo(2);
    assertThat(later).allMatch(CompletableFuture::isCancelled);
    assertThat(begun).hasValue(0);
    executor.end();
  }

  @Test
  void whatIsCancelledMeanwhileIsToldSo() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelledNow = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Integer> answer =
        executor.answer(
            cancelled -> {
              begun.countDown();
              cancelledNow.await();
              try {
                cancelled.checkCanceled();
              } finally {
                ended.countDown();
              }
              return 1;
            });
    begun.await();
    answer.cancel(false);
    cancelledNow.countDown();
    ended.await();
    assertThatThrownBy(answer::get).isInstanceOf(CancellationException.class);
    executor.end();
  }
}
