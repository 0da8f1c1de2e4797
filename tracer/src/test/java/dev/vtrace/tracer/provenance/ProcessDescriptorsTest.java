// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.descriptors.HeldObject;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors of live processes. */
class ProcessDescriptorsTest {
  private static Identity of(List<Holder> holders, Fd fd) {
    return holders.stream()
        .filter(each -> each.number() == fd.number())
        .map(Holder::identity)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ownDescriptorsAreToldApart() throws IOException {
    Fd[] pair = Sockets.pair();
    try (Fd counter = Fd.eventfd();
        Fd other = Fd.eventfd();
        Fd memory = Fd.memfd("guest");
        Fd one = pair[0];
        Fd two = pair[1]) {
      List<Holder> holders = ProcessDescriptors.of(List.of(ProcessHandle.current().pid()));
      assertThat(of(holders, counter).kind()).isEqualTo(Identity.DescriptorKind.EVENTFD);
      assertThat(of(holders, counter).differs(of(holders, other))).isTrue();
      assertThat(of(holders, memory).name()).isEqualTo("guest");
      assertThat(of(holders, one).peer()).isEqualTo(of(holders, two).number());
      assertThat(of(holders, two).peer()).isEqualTo(of(holders, one).number());
    }
  }

  @Test
  void aPipeIsHeldByBothOfItsProcesses() throws Exception {
    Process child = new ProcessBuilder("cat").start();
    try {
      List<Holder> holders =
          ProcessDescriptors.of(List.of(ProcessHandle.current().pid(), child.pid()));
      assertThat(HeldObject.join(holders))
          .filteredOn(HeldObject::shared)
          .filteredOn(object -> object.identity().kind() == Identity.DescriptorKind.PIPE)
          .hasSizeGreaterThanOrEqualTo(3);
    } finally {
      child.destroy();
      child.waitFor();
    }
  }

  @Test
  void whoIsNotThereIsNamed() {
    assertThatThrownBy(() -> ProcessDescriptors.of(List.of(999_999_999L)))
        .isInstanceOf(IOException.class)
        .hasMessage("process 999999999: there is no such process");
  }
}
