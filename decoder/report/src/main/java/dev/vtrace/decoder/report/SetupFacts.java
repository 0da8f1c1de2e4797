// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.setup.QemuSetting;
import dev.vtrace.decoder.setup.QemuSetting.SetupSource;
import dev.vtrace.decoder.setup.SetupDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the sides of a migration differ in, for a report that strangers read: names of devices,
 * numbers, switches and types are told, of anything else only that it differs.
 */
final class SetupFacts {
  private static final int MOST = 6;

  /** Numbers, sizes and switches. */
  private static final Pattern HARMLESS =
      Pattern.compile("[0-9]{1,12}+[kKMGTb]?+|0x[0-9a-f]{1,8}+|on|off|true|false|auto|yes|no");

  /** A driver, a machine, a version. */
  private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9._+-]{0,60}+");

  private SetupFacts() {}

  static List<Report.Fact> of(List<SetupDifference> differences) {
    List<Report.Fact> out = new ArrayList<>();
    for (SetupDifference each : differences) {
      if (out.size() == MOST) {
        out.add(new Report.Fact("differs", (differences.size() - MOST) + " more"));
        break;
      }
      out.add(new Report.Fact("differs", what(each) + ": " + values(each)));
    }
    return out;
  }

  private static String what(SetupDifference each) {
    String kind = each.subject().split(" ", 2)[0];
    String subject = kind.equals("device") ? each.subject() : kind;
    return each.property().isEmpty() ? subject : each.property() + " of " + subject;
  }

  private static String values(SetupDifference each) {
    String first = value(each, each.first());
    String second = value(each, each.second());
    return first.isEmpty() || second.isEmpty()
        ? "not the same"
        : each.firstParticipant() + " " + first + ", " + each.secondParticipant() + " " + second;
  }

  /** A value that may be told; else empty. */
  private static String value(SetupDifference each, @Nullable QemuSetting setting) {
    if (setting == null) {
      return "not given";
    }
    String value = setting.value();
    boolean known =
        HARMLESS.matcher(value).matches()
            || each.property().equals("type") && TYPE.matcher(value).matches()
            || each.source() == SetupSource.VERSION;
    return known ? value : "";
  }
}
