// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * A stream without description that is cut in the header after a section: the section before it has
 * its footer and does not reach to the end.
 */
class CutHeaderTest {
  private static StreamWriter first() {
    return StreamWriter.begin("none").full(5, "first", 0, 1).zeros(40).footer(5);
  }

  @Test
  void theSectionBeforeItIsWhole() throws IOException {
    byte[] before = first().toBytes();
    byte[] both = first().full(6, "a second one", 0, 1).toBytes();
    for (int cut = before.length + 1; cut < both.length; cut++) {
      Decoded decoded = Decoded.of(new HeapSource("cut", Arrays.copyOf(both, cut)));
      decoded.checkCoverage();
      Section first = decoded.section("first");
      assertThat(first.footer()).as("cut at %d", cut).isTrue();
      assertThat(first.offset() + first.length()).isEqualTo(before.length);
      assertThat(decoded.diagnostics)
          .anySatisfy(
              found -> {
                assertThat(found.code()).isEqualTo(Code.TRUNCATED);
                assertThat(found.offset()).isGreaterThanOrEqualTo(before.length);
              });
    }
  }
}
