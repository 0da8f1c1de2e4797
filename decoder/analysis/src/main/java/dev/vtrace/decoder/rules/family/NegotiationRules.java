// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.rules.model.MessageContext;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection agreed on, and whether they kept to it. Source: vhost-user
 * specification, "Feature bits", "Protocol features" and the requests that name the feature they
 * need.
 */
public final class NegotiationRules {
  private static final int LAST_PROTOCOL_BIT = 23;

  private static final String ENABLE_NEEDS = "VHOST_USER_PROTOCOL_FEATURES";

  public static final List<Rule> TABLE =
      List.of(
          Rule.step(Code.NOT_NEGOTIATED, Rank.FAULT, NegotiationRules::notNegotiated),
          Rule.step(Code.ENABLE_TOO_EARLY, Rank.FAULT, NegotiationRules::enableTooEarly),
          Rule.step(Code.PROTOCOL_NOT_OFFERED, Rank.CAUSE, NegotiationRules::protocolNotOffered),
          Rule.step(Code.FEATURES_NOT_OFFERED, Rank.CAUSE, NegotiationRules::featuresNotOffered),
          Rule.step(Code.PROTOCOL_INCOMPLETE, Rank.CAUSE, NegotiationRules::protocolIncomplete),
          Rule.step(Code.PROTOCOL_AMBIGUOUS, Rank.CAUSE, NegotiationRules::protocolAmbiguous),
          Rule.step(Code.PROTOCOL_UNKNOWN, Rank.CAUSE, NegotiationRules::protocolUnknown),
          Rule.step(Code.PROTOCOL_CHANGED, Rank.FAULT, NegotiationRules::protocolChanged),
          Rule.step(Code.RESET_OWNER_USED, Rank.FAULT, NegotiationRules::resetOwner),
          Rule.step(Code.NO_OWNER, Rank.FAULT, NegotiationRules::noOwner));

  private NegotiationRules() {}

  private static @Nullable String notNegotiated(MessageContext at) {
    if (!at.whole() || !at.forth() || at.effect() == Effect.RING_ENABLE) {
      return null;
    }
    if (at.before().negotiated().allows(at.request())) {
      return null;
    }
    return at.message().name() + " is used, but " + at.request().needs() + " was not negotiated";
  }

  private static @Nullable String enableTooEarly(MessageContext at) {
    boolean early =
        at.whole()
            && at.asks(Effect.RING_ENABLE)
            && !at.before().negotiated().protocol()
            // QEMU enables rings of a network device before it takes what was offered.
            && !FeatureWord.TRANSPORT.has(at.before().offered(), ENABLE_NEEDS);
    return early ? "a ring is enabled without " + ENABLE_NEEDS : null;
  }

  private static @Nullable String protocolNotOffered(MessageContext at) {
    if (!at.whole() || !at.asks(Effect.PROTOCOL_SET)) {
      return null;
    }
    long extra = at.number("protocol_features") & ~at.before().protocolOffered();
    return extra == 0 ? null : "the back-end did not offer " + names(FeatureWord.PROTOCOL, extra);
  }

  private static @Nullable String featuresNotOffered(MessageContext at) {
    if (!at.whole() || !at.asks(Effect.FEATURES_SET)) {
      return null;
    }
    long extra = at.number("features") & ~at.before().offered();
    return extra == 0 ? null : "the back-end did not offer " + names(FeatureWord.TRANSPORT, extra);
  }

  private static @Nullable String protocolIncomplete(MessageContext at) {
    if (!at.asks(Effect.PROTOCOL_SET)) {
      return null;
    }
    long bits = at.number("protocol_features");
    List<String> wrong = new ArrayList<>();
    needs(bits, 14, 3, wrong);
    needs(bits, 14, 5, wrong);
    needs(bits, 20, 12, wrong);
    needs(bits, 23, 12, wrong);
    needs(bits, 23, 20, wrong);
    return wrong.isEmpty() ? null : String.join("; ", wrong);
  }

  private static void needs(long bits, int bit, int other, List<String> wrong) {
    if ((bits >> bit & 1) != 0 && (bits >> other & 1) == 0) {
      wrong.add(FeatureWord.PROTOCOL.name(bit) + " needs " + FeatureWord.PROTOCOL.name(other));
    }
  }

  private static @Nullable String protocolAmbiguous(MessageContext at) {
    if (!at.answers(Effect.PROTOCOL_OFFER)) {
      return null;
    }
    long bits = at.number("protocol_features");
    boolean alone = (bits >> 21 & 1) != 0 && (bits >> 22 & 1) == 0;
    return alone
        ? "bit 21 is offered without bit 22: GPA_ADDRESSES, or SHMEM of rust-vmm vhost up to 0.16"
        : null;
  }

  private static @Nullable String protocolUnknown(MessageContext at) {
    if (!at.answers(Effect.PROTOCOL_OFFER) && !at.asks(Effect.PROTOCOL_SET)) {
      return null;
    }
    long unknown = at.number("protocol_features") & -1L << LAST_PROTOCOL_BIT + 1;
    return unknown == 0 ? null : "not defined: " + names(FeatureWord.PROTOCOL, unknown);
  }

  private static @Nullable String protocolChanged(MessageContext at) {
    SessionState before = at.before();
    if (!at.asks(Effect.PROTOCOL_SET) || before.negotiated().protocolFeatures() == 0) {
      return null;
    }
    long changed = at.number("protocol_features") ^ before.negotiated().protocolFeatures();
    return changed == 0 ? null : "was changed later: " + names(FeatureWord.PROTOCOL, changed);
  }

  private static @Nullable String resetOwner(MessageContext at) {
    return at.forth() && at.request().outdated() ? at.message().name() + " is deprecated" : null;
  }

  private static @Nullable String noOwner(MessageContext at) {
    boolean first = at.before().vrings().isEmpty();
    if (!at.whole() || at.before().owner() || !first || !at.forth() || !at.main()) {
      return null;
    }
    boolean ring = at.request().perQueue();
    return ring ? at.message().name() + " is sent without SET_OWNER before it" : null;
  }

  private static String names(FeatureWord word, long bits) {
    return String.join(", ", word.names(bits));
  }
}
