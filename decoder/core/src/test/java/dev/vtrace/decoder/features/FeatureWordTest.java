// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureWordTest {

  @Test
  void namesTheBitsOfTheDeviceAndOfAllDevices() {
    assertThat(FeatureWord.BLOCK.names(0x1_3000_0046L))
        .containsExactly(
            "SIZE_MAX", "SEG_MAX", "BLK_SIZE", "RING_INDIRECT_DESC", "RING_EVENT_IDX", "VERSION_1");
    assertThat(FeatureWord.NET.names(1L << 63)).containsExactly("SPEED_DUPLEX");
    assertThat(FeatureWord.NET.name(66)).isEqualTo("GUEST_UDP_TUNNEL_GSO_CSUM");
  }

  @Test
  void unknownBitsAreNumbered() {
    assertThat(FeatureWord.BLOCK.names(1L << 3)).containsExactly("bit 3");
    assertThat(FeatureWord.PROTOCOL.names(1L << 32)).containsExactly("bit 32");
  }

  @Test
  void tellsWhetherABitIsSet() {
    assertThat(FeatureWord.PROTOCOL.has(0x9f2b, "INFLIGHT_SHMFD")).isTrue();
    assertThat(FeatureWord.PROTOCOL.has(0x9f2b, "STATUS")).isFalse();
  }

  @Test
  void everyRowIsWellFormed() {
    for (FeatureWord word : FeatureWord.values()) {
      for (int bit = 0; bit < 128; bit++) {
        String name = word.name(bit);
        assertThat(name == null || name.matches("[A-Z0-9_]+")).as(word + " " + bit).isTrue();
      }
    }
  }
}
