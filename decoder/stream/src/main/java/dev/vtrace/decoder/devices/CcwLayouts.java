// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static dev.vtrace.decoder.devices.Layout.bool;
import static dev.vtrace.decoder.devices.Layout.bytes;
import static dev.vtrace.decoder.devices.Layout.layout;
import static dev.vtrace.decoder.devices.Layout.repeated;
import static dev.vtrace.decoder.devices.Layout.u16;
import static dev.vtrace.decoder.devices.Layout.u32;
import static dev.vtrace.decoder.devices.Layout.u64;
import static dev.vtrace.decoder.devices.Layout.u8;

/**
 * The state of a virtio device's channel on s390x, in front of what all virtio devices share
 * (hw/s390x/virtio-ccw.c, css.c and s390_flic of QEMU 7.2, checked against a recorded stream).
 */
final class CcwLayouts {
  private static final Layout PATHS =
      layout(
          "s390_pmcw",
          u32("intparm"),
          u16("flags"),
          u16("devno"),
          u8("lpm"),
          u8("pnom"),
          u8("lpum"),
          u8("pim"),
          u16("mbi"),
          u8("pom"),
          u8("pam"),
          bytes("chpid", 8),
          u32("chars"));

  private static final Layout STATUS =
      layout(
          "s390_scsw",
          u16("flags"),
          u16("ctrl"),
          u32("cpa"),
          u8("dstat"),
          u8("cstat"),
          u16("count"));

  private static final Layout INFORMATION =
      layout(
          "s390_schib",
          new Layout.Nested("pmcw", PATHS),
          new Layout.Nested("scsw", STATUS),
          u64("mba"),
          bytes("mda", 4));

  private static final Layout COMMAND =
      layout("s390_ccw1", u8("cmd_code"), u8("flags"), u16("count"), u32("cda"));

  private static final Layout COMMAND_INFORMATION =
      layout("s390_ciw", u8("type"), u8("command"), u16("count"));

  private static final Layout SENSE_ID =
      layout(
          "s390_sense_id",
          u8("reserved"),
          u16("cu_type"),
          u8("cu_model"),
          u16("dev_type"),
          u8("dev_model"),
          u8("unused"),
          repeated("ciw", 62, COMMAND_INFORMATION));

  private static final Layout OPERATION =
      layout("s390_orb", u32("intparm"), u16("ctrl0"), u8("lpm"), u8("ctrl1"), u32("cpa"));

  private static final Layout SUBCHANNEL =
      layout(
              "s390_subch_dev",
              u8("cssid"),
              u8("ssid"),
              u16("migrated_schid"),
              u16("devno"),
              bool("thinint_active"),
              new Layout.Nested("curr_status", INFORMATION),
              bytes("sense_data", 32),
              u64("channel_prog"),
              new Layout.Nested("last_cmd", COMMAND),
              bool("last_cmd_valid"),
              new Layout.Nested("id", SENSE_ID),
              bool("ccw_fmt_1"),
              u8("ccw_no_data_cnt"))
          .with(layout("s390_subch_dev/orb", new Layout.Nested("orb", OPERATION)));

  private static final Layout INDICATOR = layout("s390_ind_addr", u32("len"), u64("addr"));

  private static final Layout ADAPTER =
      layout("s390_adapter_info", u64("ind_offset"))
          .with(layout("s390_adapter_info/summary_offset", u32("summary_offset")));

  /** The whole of it. */
  static final Layout BUS =
      layout(
          "s390_virtio_ccw_dev",
          new Layout.Nested("sch", SUBCHANNEL),
          new Layout.Nested("indicators", INDICATOR),
          new Layout.Nested("indicators2", INDICATOR),
          new Layout.Nested("summary_indicator", INDICATOR),
          u16("config_vector"),
          new Layout.Nested("adapter", ADAPTER),
          u8("thinint_isc"),
          new Layout.NumberItem("revision", "int32", 4));

  private CcwLayouts() {}
}
