// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.tracer.attach.EventSets;
import dev.vtrace.tracer.migration.PlanCheck.PlanProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanCheckTest {
  private static List<String> problems(String text) {
    return PlanCheck.of(text).stream()
        .map(each -> each.line() + " " + each.kind() + " " + each.message())
        .toList();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(
            problems(
                """
                # a plan
                sorce a
                source 'a
                capability multifd
                when active
                after soon
                destination

                parameter x={
                """))
        .containsExactly(
            "2 WRONG unknown setting 'sorce'",
            "3 WRONG source: a ' has no end",
            "4 WRONG capability: 'multifd' is not of the form NAME=VALUE",
            "5 WRONG when: 'active' is not of the form STATUS=COMMAND",
            "6 WRONG after: 'soon' is not a number of seconds",
            "7 WRONG 'destination' has no value",
            "9 WRONG " + jsonProblem());
  }

  /** What the library says of an object that does not end. */
  private static String jsonProblem() {
    try {
      new PlanReader(name -> "", EventSets.NONE).check(PlanSetting.PARAMETER, "x={");
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Test
  void whatAnOptionMayAddIsNoError() {
    assertThat(problems("source a ${ANY}\n"))
        .containsExactly(
            "1 INCOMPLETE missing destination, the command that starts a QEMU, or"
                + " destination-qmp, the monitor of a running one");
  }

  @Test
  void whatCountsIsTheLastLine() {
    assertThat(problems("source a\nsource \\\n b\ndestination c\nevents x\nevents y\n"))
        .containsExactly("1 REPLACED line 2 takes the place of this one");
    assertThat(problems("source a\ndestination c\nsource-qmp q\n"))
        .containsExactly("1 WRONG source and source-qmp exclude each other");
  }

  /** The plans of the lab are right, whatever is in the environment. */
  @Test
  void plansOfTheLab() throws IOException {
    Path lab = Path.of("..", "samples", "lab");
    try (Stream<Path> files = Files.list(lab)) {
      List<Path> plans = files.filter(file -> file.toString().endsWith(".plan")).toList();
      assertThat(plans).isNotEmpty();
      for (Path plan : plans) {
        assertThat(PlanCheck.of(Files.readString(plan)))
            .as(plan.toString())
            .noneMatch(each -> each.kind() == PlanProblemKind.WRONG);
      }
    }
  }
}
