// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.event.BuiltinEvents;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;
import dev.vtrace.decoder.trace.event.EventPurpose;
import dev.vtrace.decoder.trace.event.EventUser;
import dev.vtrace.decoder.trace.event.FormerName;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of events. */
class EventTest {
  @Test
  void everyRowHasItsFormatsAndEveryNameItsRow() {
    Set<String> names = new HashSet<>();
    for (Event event : Event.values()) {
      assertThat(names.add(event.canonical())).as("once: " + event).isTrue();
      assertThat(event.formats().isEmpty()).as(event.canonical()).isEqualTo(event.isGroup());
      if (!event.isGroup()) {
        assertThat(Event.of(event.canonical())).isEqualTo(event);
      }
      for (FormerName former : event.formers()) {
        assertThat(names.add(former.name())).as("once: " + former).isTrue();
        assertThat(BuiltinEvents.table().find(former.name())).as(former.name()).isNotNull();
        assertThat(former.source()).isNotEmpty();
        assertThat(Event.canonical(former.name())).isEqualTo(event.canonical());
        assertThat(EventName.of(former.name()).canonical()).isEqualTo(event.canonical());
      }
    }
  }

  @Test
  void aRowGoesBeforeAGroupAndALongGroupBeforeAShortOne() {
    assertThat(Event.of("vhost_user_write")).isEqualTo(Event.MESSAGE_SENT);
    assertThat(Event.of("vhost_user_blk_start_in")).isEqualTo(Event.DEVICE_START_IN);
    assertThat(Event.of("vhost_user_scsi_stop_out")).isEqualTo(Event.DEVICE_STOP_OUT);
    assertThat(Event.of("vhost_user_blk_connect_in")).isEqualTo(Event.DEVICE_STEP_IN);
    assertThat(Event.of("vhost_user_postcopy_listen")).isEqualTo(Event.VHOST_POSTCOPY);
    assertThat(Event.of("vhost_user_event")).isEqualTo(Event.VHOST_OTHER);
    assertThat(Event.of("qemu_loadvm_state_section")).isEqualTo(Event.SECTION_LOAD);
    assertThat(Event.of("qemu_loadvm_state_section_partend")).isEqualTo(Event.SECTION_LOAD_OTHER);
    assertThat(Event.of("vhost_commit")).isNull();
    assertThat(Event.of("")).isNull();
  }

  @Test
  void namesTellWhatBeginsAndEnds() {
    EventName old = EventName.of("vhost_dev_start");
    assertThat(old.begins()).isTrue();
    assertThat(old.paired()).isFalse();
    assertThat(old.subject()).isEqualTo("vhost_dev_start");
    EventName series = EventName.of("vhost_virtque_stop_out");
    assertThat(series.ends()).isTrue();
    assertThat(series.paired()).isTrue();
    assertThat(series.subject()).isEqualTo("vhost_virtqueue_stop");
    assertThat(EventName.of("vhost_user_blk_init_out").subject()).isEqualTo("vhost_user_blk_init");
    assertThat(EventName.of("migrate_set_state").subject()).isEqualTo("migrate_set_state");
    assertThat(EventName.of("virtio_queue_notify").subject()).isEqualTo("virtio_queue_notify");
  }

  @Test
  void eachReaderGetsWhatItConcludesFrom() {
    for (Event event : Event.values()) {
      boolean proves = event.purpose() != EventPurpose.SHOWN && event != Event.SECTION_SKIP;
      boolean read = false;
      for (EventUser user : EventUser.values()) {
        read |= user != EventUser.RECORDER && user != EventUser.LIVE && event.isFor(user);
      }
      assertThat(read || !proves).as("nobody reads " + event).isTrue();
    }
    var ledger = EventUser.names(EventUser.LEDGER);
    assertThat(ledger.test("vhost_virtque_start_in")).isTrue();
    assertThat(ledger.test("migrate_fd_cancel")).isTrue();
    assertThat(ledger.test("vmstate_load_state_field")).isFalse();
    assertThat(ledger.test("ram_save_page")).isFalse();
  }
}
