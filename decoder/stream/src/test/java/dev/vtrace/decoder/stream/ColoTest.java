// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.HeapSource;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A migration that goes on as COLO: checkpoints follow its end. */
class ColoTest {
  private static final String TIMER =
      "{\"name\": \"timer\", \"instance_id\": 0, \"vmsd_name\": \"timer\", \"version\": 2,"
          + " \"fields\": [{\"name\": \"ticks\", \"type\": \"uint64\", \"size\": 8}]}";

  private static StreamWriter migration() {
    StreamWriter out = StreamWriter.begin("pc").u8(1).u32(2).shortText("ram").u32(0).u32(4);
    out.u64(0x10_0000 | 4).shortText("pc.ram").u64(0x10_0000).u64(0x10).footer(2);
    out.u8(3).u32(2).u64(0x10).footer(2);
    return timer(out, 1).describe(TIMER).end();
  }

  private static StreamWriter timer(StreamWriter out, long ticks) {
    return out.full(5, "timer", 0, 2).u64(ticks).footer(5);
  }

  private static StreamWriter checkpoint(StreamWriter out, long ticks) {
    out.u32(1).u32(3);
    out.u8(3).u32(2).u64(0x2000 | 2).shortText("pc.ram").u8(0).u64(0x10).footer(2).u8(0);
    byte[] state = timer(new StreamWriter(), ticks).u8(0).toBytes();
    return out.u32(4).u64(state.length).bytes(state);
  }

  @Test
  void checkpointsAreReadAsTheMigrationIs() throws IOException {
    StreamWriter out = checkpoint(checkpoint(migration(), 7), 8);
    Decoded decoded = Decoded.of(out.source());
    decoded.checkCoverage();
    assertThat(decoded.codes()).isEmpty();
    assertThat(decoded.summary.outcome()).isEqualTo(StreamOutcome.COMPLETE);
    assertThat(decoded.summary.coverage().opaque()).isZero();
    assertThat(decoded.sections)
        .filteredOn(section -> section.name().equals("timer"))
        .extracting(section -> section.fields().get(0).number(0))
        .containsExactly(1L, 7L, 8L);
    assertThat(decoded.sections)
        .filteredOn(section -> section.kind() == SectionKind.RECORD)
        .extracting(Section::name)
        .containsExactly(
            "COLO_CHECKPOINT_REQUEST",
            "COLO_VMSTATE_SEND",
            "COLO_VMSTATE_SIZE",
            "COLO_CHECKPOINT_REQUEST",
            "COLO_VMSTATE_SEND",
            "COLO_VMSTATE_SIZE");
  }

  @Test
  void cutAnywhereEveryByteIsAccountedFor() throws IOException {
    int begin = migration().size();
    byte[] whole = checkpoint(migration(), 7).toBytes();
    for (int length = begin; length < whole.length; length++) {
      Decoded decoded = Decoded.of(new HeapSource("cut", Arrays.copyOf(whole, length)));
      decoded.checkCoverage();
      assertThat(decoded.summary.coverage().unreachable()).as("cut at " + length).isZero();
    }
  }

  @Test
  void whatOnlyFollowsIsNoCheckpoint() throws IOException {
    Decoded decoded = Decoded.of(migration().u32(1).u32(2).u32(9).source());
    assertThat(decoded.codes()).hasSize(1);
    assertThat(decoded.summary.coverage().opaque()).isEqualTo(12);
  }
}
