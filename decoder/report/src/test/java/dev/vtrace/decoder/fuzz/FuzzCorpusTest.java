// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Runs each fuzz target over fixed inputs, without a fuzzer: those that once failed, which are
 * files in the folder of the target, and those that reach what others do not, which are in its zip.
 * {@code decoder/fuzz} finds new ones.
 */
class FuzzCorpusTest {
  private static final Duration LIMIT = Duration.ofSeconds(300);
  private static final int MUTANTS = 400;

  @TestFactory
  Stream<DynamicTest> failedOnce() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Target target : Target.values()) {
      for (Path file : Mutants.files(Mutants.resources().resolve(target.label()))) {
        String name = target.label() + "/" + file.getFileName();
        byte[] input = Files.readAllBytes(file);
        tests.add(test(name, target, Map.of(name, input)));
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> reachMuch() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Target target : Target.values()) {
      Map<String, byte[]> inputs =
          Mutants.unzip(Mutants.resources().resolve(target.label() + ".zip"));
      assertThat(inputs).isNotEmpty();
      tests.add(test(target.label(), target, inputs));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> seeds() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Target target : Target.values()) {
      Map<String, byte[]> seeds = Seeds.of(target);
      assertThat(seeds).isNotEmpty();
      tests.add(test(target.label(), target, seeds));
    }
    return tests.stream();
  }

  /** Always the same ones; {@code decoder/fuzz mutants} makes as many as one likes. */
  @TestFactory
  Stream<DynamicTest> mutants() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Target target : Target.values()) {
      List<byte[]> inputs = Mutants.inputs(target);
      Random random = new Random(20);
      Map<String, byte[]> mutants = new LinkedHashMap<>();
      for (int i = 0; i < MUTANTS; i++) {
        mutants.put("mutant " + i, Mutation.some(inputs, random));
      }
      tests.add(test(target.label(), target, mutants));
    }
    return tests.stream();
  }

  @Test
  void partsAreThoseThatWereJoined() {
    byte[] a = {1, '\n', '-'};
    byte[] b = {};
    assertThat(Parts.split(Parts.join(a, b, a))).containsExactly(a, b, a);
  }

  private static DynamicTest test(String name, Target target, Map<String, byte[]> inputs) {
    Executable body =
        () -> {
          for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
            try {
              target.run(input.getValue());
            } catch (IOException | RuntimeException | Error e) {
              throw new AssertionError(input.getKey() + ": " + e, e);
            }
          }
        };
    return DynamicTest.dynamicTest(name, () -> Assertions.assertTimeoutPreemptively(LIMIT, body));
  }
}
