// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.MessageContext;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.FdKind;
import dev.vtrace.decoder.vhostuser.FdRule;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors that travel with vhost-user messages. Source: vhost-user specification, "Ancillary
 * data" of each request.
 */
public final class WireDescriptorRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.step(Code.FD_BIT_DISAGREES, Rank.FAULT, WireDescriptorRules::bit),
          Rule.step(Code.FD_COUNT, Rank.FAULT, WireDescriptorRules::count),
          Rule.step(Code.FD_KIND, Rank.FAULT, WireDescriptorRules::kind));

  private WireDescriptorRules() {}

  private static @Nullable String bit(MessageContext at) {
    if (!at.forth() || !at.effect().passesRingDescriptor() || !at.connection().knowsDescriptors()) {
      return null;
    }
    int count = at.message().fds().size();
    boolean none = at.number("no_fd") != 0;
    if (none == (count == 0)) {
      return null;
    }
    return none
        ? "bit 8 says that there is no descriptor, " + count + " came with the message"
        : "bit 8 says that there is a descriptor, none came with the message";
  }

  private static @Nullable String count(MessageContext at) {
    Request row = at.row();
    SessionStep.MessageRole role = at.step().role();
    if (row == null
        || role == SessionStep.MessageRole.STRAY
        || !at.connection().knowsDescriptors()) {
      return null;
    }
    boolean request = role == SessionStep.MessageRole.REQUEST;
    FdRule rule =
        request
            ? row.requestFds()
            : role == SessionStep.MessageRole.REPLY ? row.replyFds() : FdRule.NONE;
    int count = at.message().fds().size();
    if (rule == FdRule.PER_REGION && request) {
      long regions = at.number("nregions");
      return count == regions ? null : regions + " regions with " + descriptors(count);
    }
    if (row.effect() == Effect.INFLIGHT_MAKE && at.number("mmap_size") == 0) {
      return null;
    }
    return count >= rule.least() && count <= rule.most()
        ? null
        : at.message().name()
            + (request ? "" : " reply")
            + " with "
            + descriptors(count)
            + ", it takes "
            + (rule.least() == rule.most()
                ? "" + rule.most()
                : rule.least() + " to " + rule.most());
  }

  private static @Nullable String kind(MessageContext at) {
    Request row = at.row();
    boolean reply = at.step().role() == SessionStep.MessageRole.REPLY;
    if (row == null || !at.forth() && !reply) {
      return null;
    }
    FdKind wanted = reply ? row.replyFdKind() : row.requestFdKind();
    for (String kind : at.message().fds()) {
      if (wanted.excludes(kind)) {
        return at.message().name()
            + " passes "
            + kind
            + " where it should pass "
            + wanted.description();
      }
    }
    return null;
  }

  private static String descriptors(int count) {
    return count == 1 ? "1 descriptor" : count + " descriptors";
  }
}
