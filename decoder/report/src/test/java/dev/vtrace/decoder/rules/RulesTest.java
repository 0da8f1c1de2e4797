// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table as a whole: codes, pages, order. */
class RulesTest {
  @Test
  void codesAreUniqueAndStable() {
    Set<String> codes = new HashSet<>();
    for (Code code : Code.values()) {
      assertThat(codes.add(code.code())).as(code.code()).isTrue();
    }
    Set<Code> rules = new HashSet<>();
    for (Rule rule : Rules.all()) {
      assertThat(rules.add(rule.code())).as(rule.code().name()).isTrue();
      assertThat(rule.code().code()).matches("VT3[0-6][0-9]{2}");
    }
    assertThat(rules).hasSizeGreaterThanOrEqualTo(40);
    assertThat(Code.QUEUES_DIFFER.code()).isEqualTo("VT3401");
    assertThat(Code.REGION_ADDED_TWICE.code()).isEqualTo("VT3114");
    assertThat(Code.SIBLING_FAILED.code()).isEqualTo("VT3612");
    Set<Code> without = new TreeSet<>();
    for (Code code : Code.values()) {
      if (code.code().startsWith("VT3") && !rules.contains(code)) {
        without.add(code);
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void eachHasAPageWithBothExamples() {
    for (Rule rule : Rules.all()) {
      String code = rule.code().code();
      String page = RulePage.of(code.toLowerCase(Locale.ROOT));
      assertThat(page).as(code).isNotNull().startsWith("# " + code + ": ");
      assertThat(RulePage.exists(code)).isTrue();
      assertThat(page)
          .contains("Level: " + rule.code().severity().label() + ".")
          .contains("## What it means")
          .contains("## Why it matters")
          .contains("## Source")
          .contains("## What to do");
      for (String example : List.of("## Fails\n\n```text\n", "## Passes\n\n```text\n")) {
        int at = page.indexOf(example);
        assertThat(at).as(code + example).isPositive();
        assertThat(page.substring(at + example.length())).doesNotStartWith("```");
      }
    }
    assertThat(RulePage.of("VT9999")).isNull();
    assertThat(RulePage.of("../VT3001")).isNull();
  }

  @Test
  void eachRuleHasItsThreeExamples() {
    Set<Code> tested = new HashSet<>();
    ProtocolRulesTest protocol = new ProtocolRulesTest();
    RingRulesTest rings = new RingRulesTest();
    TransferRulesTest transfers = new TransferRulesTest();
    SidesRulesTest sides = new SidesRulesTest();
    List.of(
            protocol.negotiation(),
            protocol.messages(),
            protocol.descriptors(),
            rings.rings(),
            rings.inflightRegions(),
            rings.memory(),
            transfers.descriptors(),
            transfers.needsOfADevice(),
            transfers.ledger(),
            transfers.queues(),
            new ProvenanceRulesTest().examples(),
            new QmpRulesTest().examples(),
            sides.settings(),
            sides.backEnds(),
            sides.streams(),
            sides.lines(),
            new MessageRulesTest().table())
        .forEach(
            tests ->
                tests.forEach(
                    test -> tested.add(Code.valueOf(test.getDisplayName().split(" ")[1]))));
    for (Rule rule : Rules.all()) {
      assertThat(tested).contains(rule.code());
    }
  }

  @Test
  void causesStandBeforeWhatFollows() {
    CheckedRun run =
        Make.run()
            .trace(
                "dst",
                "qemu-system-x86_64: Failed to load element of type uint32 for x: -22",
                "qemu-system-x86_64: 2 != 1",
                "qemu-system-x86_64: Failed to load element of type uint32 equal for nvqs: -22")
            .socket("", Wire.all(Wire.START, "> RESET_OWNER"))
            .build();
    List<Problem> problems = Checker.check(run).problems();
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly(Code.QUEUES_DIFFER, Code.LOAD_FIELD_FAILED, Code.RESET_OWNER_USED);
    assertThat(problems.get(0).finding().file()).isEqualTo("dst.log");
  }

  @Test
  void manyOfAKindAreCut() {
    String[] lines = new String[100];
    Arrays.fill(lines, "> RESET_OWNER");
    List<Problem> problems = Checker.check(Make.wire(Wire.all(Wire.START, lines))).problems();
    assertThat(problems).hasSize(21);
    assertThat(problems.get(20).message()).isEqualTo("80 more of this kind");
  }

  @Test
  void noMessageMakesARuleFail() {
    Random random = new Random(1);
    Request[] rows = Request.values();
    for (int session = 0; session < 200; session++) {
      String[] lines = new String[50];
      for (int i = 0; i < lines.length; i++) {
        Request row = rows[random.nextInt(rows.length)];
        boolean reply = random.nextInt(3) == 0;
        lines[i] =
            (reply ? "< " : "> ")
                + row.name()
                + (row.name().endsWith("CONFIG") ? " 0 4 0" : " " + random.nextInt(4) + " 3 1 2")
                + (random.nextBoolean() ? " f=" + random.nextInt(32) : "")
                + (random.nextInt(4) == 0 ? " size=" + random.nextInt(50) : "")
                + (random.nextBoolean() ? " +socket" : "");
      }
      assertThat(Checker.check(Make.wire(Wire.all(Wire.START, lines))).problems()).isNotEmpty();
    }
  }
}
