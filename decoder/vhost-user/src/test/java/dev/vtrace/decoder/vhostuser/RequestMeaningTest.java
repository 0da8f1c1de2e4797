// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rows of the table say of the meaning of requests. */
class RequestMeaningTest {
  @Test
  void alternativesAreFoundByWhatTheyDo() {
    assertThat(Request.GET_VRING_BASE_SKIP_DRAIN.doesSameAs(Request.GET_VRING_BASE)).isTrue();
    assertThat(Request.RESET_DEVICE.doesSameAs(Request.RESET_OWNER)).isTrue();
    assertThat(Request.SET_MEM_TABLE.doesSameAs(Request.ADD_MEM_REG)).isFalse();
    List<String> alternatives = new ArrayList<>();
    for (Request one : Request.values()) {
      assertThat(one.doesSameAs(one)).isTrue();
      assertThat(one.doesSameAs(null)).isFalse();
      if (one.original() != one) {
        alternatives.add(one.name());
      }
    }
    // What is not followed is never taken for something else.
    assertThat(alternatives).containsExactly("RESET_DEVICE", "GET_VRING_BASE_SKIP_DRAIN");
    assertThat(Request.SEND_RARP.doesSameAs(Request.NET_SET_MTU)).isFalse();
  }

  @Test
  void whatIsDoneToARingNamesARing() {
    for (Request row : Request.values()) {
      Effect effect = row.effect();
      boolean ring = effect.toSetUpRings() || effect.toEachRing() || effect.startsRing();
      assertThat(row.perQueue() || !ring).as(row.name()).isTrue();
      assertThat(row.isPartOf(row.stage()) || row.stage() == RequestStage.OTHER)
          .as(row.name())
          .isTrue();
      boolean bit = row.request() == Payload.QUEUE_FD;
      assertThat(effect.passesRingDescriptor()).as(row.name()).isEqualTo(bit);
      if (bit) {
        assertThat(row.requestFdKind()).as(row.name()).isEqualTo(FdKind.EVENT);
      }
    }
  }

  @Test
  void kindsOfDescriptorsExcludeOthers() {
    String event = "anon_inode:[eventfd]";
    String socket = "socket:[123]";
    String file = "/memfd:ram (deleted)";
    assertThat(List.of(event, socket, file)).filteredOn(FdKind.EVENT::excludes).hasSize(2);
    assertThat(List.of(event, socket, file)).filteredOn(FdKind.SOCKET::excludes).hasSize(2);
    assertThat(List.of(event, socket, file)).filteredOn(FdKind.MEMORY::excludes).hasSize(2);
    // A pipe may stand for an eventfd, and of what is not known nothing is said.
    assertThat(List.of("pipe:[5]", "")).noneMatch(FdKind.EVENT::excludes);
    assertThat(List.of(event, socket, file)).noneMatch(FdKind.ANY::excludes);
  }

  @Test
  void aRingGoesThroughItsStates() {
    RingMachine ring = RingMachine.FRESH;
    assertThat(ring.state()).isEqualTo(RingState.OFF);
    ring = ring.after(Effect.RING_SIZE, false).after(Effect.RING_SETTING, false);
    assertThat(ring).isEqualTo(RingMachine.FRESH);
    ring = ring.after(Effect.RING_ADDRESSES, false);
    assertThat(ring.state()).isEqualTo(RingState.CONFIGURED);
    ring = ring.after(Effect.RING_KICK, false);
    assertThat(ring.state()).isEqualTo(RingState.STARTED);
    ring = ring.after(Effect.RING_ENABLE, true);
    assertThat(ring.state()).isEqualTo(RingState.ENABLED);
    // Dirty logging gives the same addresses to a ring that runs.
    assertThat(ring.after(Effect.RING_ADDRESSES, false)).isEqualTo(ring);
    ring = ring.after(Effect.RING_ENABLE, false);
    assertThat(ring.state()).isEqualTo(RingState.STARTED);
    ring = ring.after(Effect.RING_STOP, false);
    assertThat(ring.state()).isEqualTo(RingState.OFF);
  }

  @Test
  void aRingThatIsEnabledBeforeItsStartRunsAtOnce() {
    RingMachine ring = RingMachine.FRESH.after(Effect.RING_ENABLE, true);
    assertThat(ring.state()).isEqualTo(RingState.OFF);
    assertThat(ring.after(Effect.RING_KICK, false).state()).isEqualTo(RingState.ENABLED);
    assertThat(ring.after(Effect.RING_KICK, false).after(Effect.RESET, false).started()).isFalse();
  }

  @Test
  void aRingIsHandedOverAndTakenBack() {
    RingMachine ring =
        RingMachine.FRESH.after(Effect.RING_KICK, false).after(Effect.RING_ENABLE, true);
    ring = ring.handedOver(Effect.RING_ENABLE);
    assertThat(ring.state()).isEqualTo(RingState.TRANSFERRED);
    assertThat(ring.handedOver(Effect.RING_STOP)).isEqualTo(ring);
    RingMachine idle = RingMachine.FRESH;
    assertThat(idle.handedOver(Effect.RING_ENABLE)).isEqualTo(idle);
    assertThat(idle.handedOver(Effect.RING_STOP).state()).isEqualTo(RingState.TRANSFERRED);
    ring = ring.takenOver(Effect.RING_ADDRESSES);
    assertThat(ring.state()).isEqualTo(RingState.TRANSFERRED);
    ring = ring.takenOver(Effect.RING_KICK);
    assertThat(ring.state()).isEqualTo(RingState.STARTED);
    assertThat(ring.takenOver(Effect.RING_ENABLE).state()).isEqualTo(RingState.ENABLED);
  }

  @Test
  void aRingThatIsStoppedIsNotHandedOverRunning() {
    RingMachine ring =
        RingMachine.FRESH
            .after(Effect.RING_KICK, false)
            .after(Effect.RING_ENABLE, true)
            .after(Effect.RING_STOP, false);
    assertThat(ring.handedOver(Effect.RING_STOP).state()).isEqualTo(RingState.OFF);
    RingMachine taken = ring.takenOver(Effect.RING_ADDRESSES).takenOver(Effect.RING_KICK);
    assertThat(taken.takenOver(Effect.RING_ENABLE).state()).isEqualTo(RingState.OFF);
    RingMachine perhaps = ring.perhapsAfter(Effect.RING_KICK);
    assertThat(perhaps.handedOver(Effect.RING_STOP).state()).isEqualTo(RingState.TRANSFERRED);
    assertThat(ring.after(Effect.RING_KICK, false).handedOver(Effect.RING_STOP).state())
        .isEqualTo(RingState.TRANSFERRED);
  }
}
