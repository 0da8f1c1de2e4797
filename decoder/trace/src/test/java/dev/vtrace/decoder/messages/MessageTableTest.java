// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of messages as a table: each row is whole, and finds its examples. */
class MessageTableTest {
  private static final Pattern NAME = Pattern.compile("\\{([a-z0-9]+)(?::[a-z]+)?}");

  @TestFactory
  List<DynamicTest> eachExampleIsFoundByItsRow() {
    List<DynamicTest> tests = new ArrayList<>();
    for (MessageRow row : MessageTable.rows()) {
      for (String example : row.examples()) {
        tests.add(DynamicTest.dynamicTest(example, () -> found(row, example)));
      }
    }
    return tests;
  }

  private static void found(MessageRow row, String example) {
    List<MessageMatch> matches = MessageTable.read(example, row.backEnd());
    assertThat(matches)
        .as(matches.stream().map(one -> one.row().examples().get(0)).toList().toString())
        .anySatisfy(one -> assertThat(one.row().examples()).isEqualTo(row.examples()));
    for (MessageMatch one : matches) {
      if (one.row() == row && row.code() != null) {
        assertThat(one.message()).isNotBlank().doesNotContain("  ");
      }
    }
  }

  @Test
  void eachRowIsWhole() {
    Set<String> examples = new HashSet<>();
    for (MessageRow row : MessageTable.rows()) {
      String what = row.family() + " " + row.examples();
      assertThat(row.examples()).as(what).isNotEmpty();
      row.examples().forEach(example -> assertThat(examples.add(example)).as(example).isTrue());
      assertThat(row.patterns()).as(what).isNotEmpty();
      if (row.code() == null) {
        continue;
      }
      assertThat(row.text()).as(what).isNotBlank().doesNotEndWith(".");
      Matcher names = NAME.matcher(row.text() + row.path());
      List<String> known =
          row.patterns().stream().flatMap(pattern -> pattern.names().stream()).toList();
      while (names.find()) {
        assertThat(known).as(what).contains(names.group(1));
      }
      boolean note = row.code().severity() == Severity.INFO;
      assertThat(row.standing() == FailureStanding.NOTE).as(what).isEqualTo(note);
    }
    assertThat(MessageTable.rows()).hasSizeGreaterThan(150);
  }

  @Test
  void aChainIsReadFromTheInside() {
    List<MessageMatch> matches =
        MessageTable.read(
            "load of migration failed: Invalid argument: error while loading state for instance 0x0"
                + " of device '0000:00:01.0/vhost-user-blk': Failed to load element of type virtio"
                + " for virtio: -22",
            false);
    assertThat(matches)
        .extracting(one -> one.row().code())
        .containsExactly(Code.LOAD_FIELD_FAILED, Code.LOAD_FIELD_FAILED, Code.MIGRATION_FAILED);
    assertThat(matches.get(0).message())
        .isEqualTo("the destination could not load the field virtio, EINVAL: a value does not fit");
  }

  @Test
  void errorNumbersHaveNames() {
    assertThat(Errno.all()).hasSizeGreaterThan(130);
    assertThat(Errno.of("-22").name()).isEqualTo("EINVAL");
    assertThat(Errno.of("Invalid argument (22)").name()).isEqualTo("EINVAL");
    assertThat(Errno.of("Operation not permitted(1)").name()).isEqualTo("EPERM");
    assertThat(Errno.of("-71: Protocol error (71)").name()).isEqualTo("EPROTO");
    assertThat(Errno.of("all is well")).isNull();
    assertThat(Errno.of("-4095")).isNull();
    assertThat(Errno.of(Long.MIN_VALUE)).isNull();
    for (Errno errno : Errno.all()) {
      assertThat(Errno.of(errno.text()).name()).isEqualTo(errno.name());
      assertThat(Errno.of(errno.number())).isEqualTo(errno);
    }
  }

  @Test
  void aLongLineOfColonsTakesNoTime() {
    String line = "Failed to load ".repeat(20_000) + ": ".repeat(20_000);
    assertThat(MessageTable.read(line, false)).isNotNull();
    assertThat(MessageTable.read(line, true)).isNotNull();
  }
}
