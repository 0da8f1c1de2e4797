// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

/**
 * Paths of what differs between two streams of one guest, though nothing happened to it in between:
 * clocks and timers go on, and memory is sent in other portions.
 */
public enum VolatileField {
  RAM("ram/*"),
  COMMANDS("commands/*"),
  VIRTUAL_CLOCK("timer/*"),
  TIME_STAMP_COUNTER("cpu*/env.tsc"),
  /** The guest's time of day is in the memory of the real-time clock, among its settings. */
  RTC_MEMORY("mc146818rtc/cmos_data"),
  RTC_BASE("mc146818rtc/base_rtc"),
  RTC_UPDATE("mc146818rtc/last_update"),
  RTC_PERIODIC("mc146818rtc/*periodic_time*"),
  RTC_TIMER("mc146818rtc/update_timer"),
  RTC_ALARM("mc146818rtc/next_alarm_time"),
  PIT_LOADED("i8254/*count_load_time"),
  PIT_NEXT("i8254/*next_transition_time"),
  HPET("hpet/*hpet_counter"),
  APIC_LOADED("apic*/initial_count_load_time"),
  APIC_NEXT("apic*/next_time"),
  APIC_EXPIRY("apic*/timer_expiry"),
  ACPI_TIMER("*/*tmr.overflow_time");

  private final String pattern;

  VolatileField(String pattern) {
    this.pattern = pattern;
  }

  /** A pattern in which {@code *} stands for any characters. */
  public String pattern() {
    return pattern;
  }
}
