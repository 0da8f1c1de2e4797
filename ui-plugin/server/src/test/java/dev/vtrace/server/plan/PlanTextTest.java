// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.server.plan.PlanText.PlanProposal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  /** What is offered at the end of a text. */
  private static List<PlanProposal> offered(String text) {
    PlanText plan = PlanText.of(text);
    int line = plan.lines().size() - 1;
    return plan.proposals(line, plan.lines().get(line).length());
  }

  @Test
  void namesThatMayStillBeGiven() {
    assertThat(offered("source a\nbackend b\n  ca"))
        .extracting(PlanProposal::text)
        .contains("capability ", "backend ", "destination ")
        .doesNotContain("source ");
    assertThat(offered("  ca")).extracting(PlanProposal::from).containsOnly(2);
  }

  @Test
  void valuesOfASetting() {
    assertThat(offered("capability  mul"))
        .contains(new PlanProposal(12, "multifd=on", ""), new PlanProposal(12, "multifd=off", ""))
        .contains(new PlanProposal(12, "local-vhost-user-blk=on", ""));
    assertThat(offered("parameter ")).contains(new PlanProposal(10, "backend-transfer=", ""));
    assertThat(offered("when pre")).contains(new PlanProposal(5, "pre-switchover=", ""));
    assertThat(offered("when active="))
        .contains(new PlanProposal(5, "active=migrate-start-postcopy", ""));
    assertThat(offered("wait-for vhost")).contains(new PlanProposal(9, "vhost_dev_start_out", ""));
  }

  @Test
  void nothingInCommentsAndCommands() {
    assertThat(offered("# sou")).isEmpty();
    assertThat(offered("source qemu-kvm ")).isEmpty();
    assertThat(offered("source qemu-kvm \\\n  -device ")).isEmpty();
    assertThat(offered("sorce x")).isEmpty();
    assertThat(PlanText.of("a").proposals(7, 3)).isEmpty();
  }

  @Test
  void whatASettingIsFor() {
    PlanText plan = PlanText.of("source a \\\n  b\n\n# x\ncapability y=on");
    assertThat(plan.purpose(0)).isEqualTo("source COMMAND: the source, to be started");
    assertThat(plan.purpose(1)).isEqualTo("source COMMAND: the source, to be started");
    assertThat(plan.purpose(2)).isEmpty();
    assertThat(plan.purpose(3)).isEmpty();
    assertThat(plan.purpose(4)).endsWith("of the migration; repeatable");
    assertThat(plan.purpose(9)).isEmpty();
  }
}
