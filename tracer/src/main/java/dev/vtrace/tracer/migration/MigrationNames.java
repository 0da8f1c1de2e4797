// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.decoder.trace.TransferSwitch;
import dev.vtrace.decoder.trace.TransferSwitch.SwitchKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * What QEMU calls the settings and states of a migration. A QEMU knows some of them only; others
 * are allowed wherever these are offered.
 *
 * <p>Source: the answers of QEMU 7.2 to {@code query-migrate-capabilities} and {@code
 * query-migrate-parameters}, and the QMP reference manual of QEMU 11.1.
 */
public final class MigrationNames {
  /** Capabilities, which are {@code on} or {@code off}. */
  public static final List<String> CAPABILITIES =
      with(
          SwitchKind.CAPABILITY,
          "auto-converge",
          "background-snapshot",
          "dirty-bitmaps",
          "dirty-limit",
          "events",
          "late-block-activate",
          "mapped-ram",
          "multifd",
          "pause-before-switchover",
          "postcopy-blocktime",
          "postcopy-preempt",
          "postcopy-ram",
          "rdma-pin-all",
          "release-ram",
          "return-path",
          "switchover-ack",
          "validate-uuid",
          "x-colo",
          "x-ignore-shared",
          "xbzrle",
          "zero-copy-send");

  /** Parameters. */
  public static final List<String> PARAMETERS =
      with(
          SwitchKind.PARAMETER,
          "announce-initial",
          "announce-max",
          "announce-rounds",
          "announce-step",
          "avail-switchover-bandwidth",
          "cpu-throttle-increment",
          "cpu-throttle-initial",
          "cpu-throttle-tailslow",
          "direct-io",
          "downtime-limit",
          "max-bandwidth",
          "max-cpu-throttle",
          "max-postcopy-bandwidth",
          "mode",
          "multifd-channels",
          "multifd-compression",
          "multifd-zlib-level",
          "multifd-zstd-level",
          "throttle-trigger-threshold",
          "tls-authz",
          "tls-creds",
          "tls-hostname",
          "vcpu-dirty-limit",
          "x-checkpoint-delay",
          "x-vcpu-dirty-limit-period",
          "xbzrle-cache-size",
          "zero-page-detection");

  /** States of a migration. */
  public static final List<String> STATUSES =
      List.of(
          "setup",
          "active",
          "pre-switchover",
          "device",
          "postcopy-device",
          "postcopy-active",
          "postcopy-paused",
          "postcopy-recover-setup",
          "postcopy-recover",
          "colo",
          "wait-unplug",
          "cancelling",
          "cancelled",
          "failing",
          "failed",
          "completed");

  /** QMP commands that a migration may be given on its way. */
  public static final List<String> COMMANDS =
      List.of(
          "migrate-start-postcopy",
          "migrate-continue {\"state\": \"pre-switchover\"}",
          "migrate-pause",
          "migrate_cancel",
          "stop",
          "cont",
          "query-migrate");

  private MigrationNames() {}

  private static List<String> with(SwitchKind kind, String... names) {
    return Stream.concat(
            Stream.of(TransferSwitch.values())
                .filter(each -> each.kind() == kind)
                .map(TransferSwitch::label),
            Stream.of(names))
        .sorted()
        .toList();
  }
}
