// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.family.DescriptorRules;
import dev.vtrace.decoder.rules.family.DescriptorSends;
import dev.vtrace.decoder.rules.family.LedgerRules;
import dev.vtrace.decoder.rules.family.LogRules;
import dev.vtrace.decoder.rules.family.MemoryRules;
import dev.vtrace.decoder.rules.family.MessageRules;
import dev.vtrace.decoder.rules.family.NegotiationRules;
import dev.vtrace.decoder.rules.family.ProvenanceRules;
import dev.vtrace.decoder.rules.family.QmpRules;
import dev.vtrace.decoder.rules.family.QueryRules;
import dev.vtrace.decoder.rules.family.QueueCountRules;
import dev.vtrace.decoder.rules.family.QueueRules;
import dev.vtrace.decoder.rules.family.RingRules;
import dev.vtrace.decoder.rules.family.SidesRules;
import dev.vtrace.decoder.rules.family.StreamRules;
import dev.vtrace.decoder.rules.family.TransferRules;
import dev.vtrace.decoder.rules.family.WireDescriptorRules;
import dev.vtrace.decoder.rules.model.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rules. Within a rank, a rule that stands before another one is nearer to the cause.
 *
 * <p>To add a rule, add a row to the table of its family, a row to {@link Code}, a page, and a
 * failing, a passing and a near-miss example to the family's test.
 */
public final class Rules {
  private static final List<Rule> ALL = new ArrayList<>();

  static {
    ALL.addAll(SidesRules.TABLE);
    ALL.addAll(QueueCountRules.TABLE);
    ALL.addAll(TransferRules.TABLE);
    ALL.addAll(DescriptorSends.TABLE);
    ALL.addAll(DescriptorRules.TABLE);
    ALL.addAll(ProvenanceRules.TABLE);
    ALL.addAll(QueryRules.TABLE);
    ALL.addAll(MemoryRules.TABLE);
    ALL.addAll(NegotiationRules.TABLE);
    ALL.addAll(StreamRules.TABLE);
    ALL.addAll(RingRules.TABLE);
    ALL.addAll(WireDescriptorRules.TABLE);
    ALL.addAll(LedgerRules.TABLE);
    ALL.addAll(MessageRules.TABLE);
    ALL.addAll(QueueRules.TABLE);
    ALL.addAll(QmpRules.TABLE);
    ALL.addAll(LogRules.TABLE);
  }

  private Rules() {}

  /** Every rule. */
  public static List<Rule> all() {
    return List.copyOf(ALL);
  }

  /** The rule with this code, or null. */
  public static @Nullable Rule find(String code) {
    for (Rule rule : ALL) {
      if (rule.code().code().equalsIgnoreCase(code)) {
        return rule;
      }
    }
    return null;
  }

  /** Position of a rule's code in the table; after all others for codes of decoders. */
  static int order(@Nullable Code code) {
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i).code() == code) {
        return i;
      }
    }
    return ALL.size();
  }
}
