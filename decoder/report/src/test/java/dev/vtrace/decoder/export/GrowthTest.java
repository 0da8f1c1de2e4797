// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing takes more than n log n steps, whatever there is much of. */
class GrowthTest {
  private static final int FEW = 100;

  /** Four times as much may take that many times the steps. */
  private static final int MOST = 5;

  /** What is looked at at all: below that, steps that do not grow with n are most of all. */
  private static final long WORTH = 20_000;

  /** What stops growing at a limit of its own, which is above what is tried here. */
  private static final List<String> LIMITED =
      List.of(
          // The first 400 and 4,000 events of two clocks.
          "clock.SharedEvents",
          "evidence.Tolerances",
          // Regions of guest memory, 1,024 at most.
          "vhostuser.SessionBuilder.freeze",
          "vhostuser.MemoryRegion",
          "family.MemoryRules");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void nothingGrowsFasterThanTheInput(BigInput input) throws Exception {
    Consumer<Path> work = counted();
    Map<String, Long> few = steps(work, input, FEW);
    Map<String, Long> many = steps(work, input, FEW * 4);

    Map<String, String> grown = new TreeMap<>();
    many.forEach(
        (method, count) -> {
          long before = few.getOrDefault(method, 0L);
          if (count > WORTH && count > MOST * before && !limited(method)) {
            grown.put(method, before + " steps became " + count);
          }
        });
    assertThat(grown).isEmpty();
  }

  private static boolean limited(String method) {
    return LIMITED.stream().anyMatch(method::startsWith);
  }

  @SuppressWarnings("unchecked")
  private static Consumer<Path> counted() throws ReflectiveOperationException {
    Class<?> work = new StepCounter().loadClass(BigWork.class.getName());
    return (Consumer<Path>) work.getDeclaredConstructor().newInstance();
  }

  private Map<String, Long> steps(Consumer<Path> work, BigInput input, int n) throws Exception {
    Path run = folder.resolve(input.name() + n);
    input.write(run, n);
    StepTally.clear();
    work.accept(run);
    return StepTally.take();
  }
}
