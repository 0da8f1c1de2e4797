// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The three examples of a rule.
 *
 * @param fails must be reported
 * @param passes must not
 * @param near must not either, though it looks like what is reported
 */
record Example(Code code, CheckedRun fails, CheckedRun passes, CheckedRun near) {
  static Stream<DynamicTest> tests(List<Example> examples) {
    List<DynamicTest> out = new ArrayList<>();
    for (Example example : examples) {
      String code = example.code.code() + " " + example.code.name();
      out.add(DynamicTest.dynamicTest(code + " fails", example::failing));
      out.add(DynamicTest.dynamicTest(code + " passes", () -> example.silent(example.passes)));
      out.add(DynamicTest.dynamicTest(code + " near miss", () -> example.silent(example.near)));
    }
    return out.stream();
  }

  private void failing() {
    List<Problem> found = found(fails);
    assertThat(found).isNotEmpty();
    assertThat(found).allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
  }

  private void silent(CheckedRun run) {
    assertThat(found(run)).isEmpty();
  }

  private List<Problem> found(CheckedRun run) {
    return Checker.check(run).problems().stream().filter(p -> p.code() == code).toList();
  }
}
