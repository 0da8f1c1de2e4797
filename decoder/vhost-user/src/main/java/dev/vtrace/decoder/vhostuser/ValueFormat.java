// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.features.FeatureWord;

/** How the value of a payload field is shown to people. */
public enum ValueFormat {
  DECIMAL,
  HEX,
  YES_NO("no", "yes"),
  FEATURES,
  PROTOCOL_FEATURES,
  STATUS,
  /** The answer of REPLY_ACK. */
  ACK("ok"),
  ACCESS("none", "read", "write", "read-write"),
  IOTLB("0", "miss", "update", "invalidate", "access fail"),
  ENDIAN("little", "big"),
  TRANSFER("save", "load"),
  PHASE("stopped"),
  CONFIG_FLAGS("writable", "live migration"),
  BYTES,
  UUID,
  /** Keys; never shown, never exported. */
  SECRET,
  /** Bits without meaning, or padding. */
  RESERVED;

  private final String[] names;

  ValueFormat(String... names) {
    this.names = names;
  }

  /** The value as text. */
  public String text(long bits) {
    switch (this) {
      case DECIMAL:
        return Long.toUnsignedString(bits);
      case FEATURES:
        return hex(bits) + " " + FeatureWord.TRANSPORT.names(bits);
      case PROTOCOL_FEATURES:
        return hex(bits) + " " + FeatureWord.PROTOCOL.names(bits);
      case STATUS:
        return hex(bits) + " " + FeatureWord.STATUS.names(bits);
      case ACK:
        return bits == 0 ? names[0] : "error " + bits;
      default:
        if (bits >= 0 && bits < names.length) {
          return names[(int) bits];
        }
        return hex(bits);
    }
  }

  private static String hex(long bits) {
    return "0x" + Long.toHexString(bits);
  }
}
