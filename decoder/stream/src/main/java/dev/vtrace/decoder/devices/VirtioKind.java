// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.features.FeatureWord;
import java.util.List;

/**
 * The virtio devices of QEMU by the name of their state, with what is particular to each: feature
 * bits and the state between the queues and the subsections. To add a device, add a row.
 */
public enum VirtioKind {
  BLOCK(FeatureWord.BLOCK, Layouts.BLOCK, "virtio-blk") {
    @Override
    List<Layout> rareStates() {
      return Layouts.BLOCK_FAILED;
    }
  },
  VHOST_USER_BLOCK(FeatureWord.BLOCK, Layouts.NOTHING, "vhost-user-blk"),
  NET(FeatureWord.NET, Layouts.NET, "virtio-net"),
  SCSI(
      FeatureWord.SCSI,
      Layouts.NOTHING,
      "virtio-scsi",
      "virtio-vhost_scsi",
      "vhost-scsi",
      "vhost-user-scsi"),
  CONSOLE(FeatureWord.CONSOLE, Layouts.SERIAL, "virtio-console", "virtio-serial"),
  RNG(FeatureWord.PLAIN, Layouts.NOTHING, "virtio-rng", "vhost-user-rng"),
  BALLOON(FeatureWord.BALLOON, Layouts.BALLOON, "virtio-balloon"),
  INPUT(FeatureWord.PLAIN, Layouts.NOTHING, "virtio-input", "vhost-user-input"),
  GPU(FeatureWord.GPU, Layouts.NOTHING, "virtio-gpu", "vhost-user-gpu"),
  FS(FeatureWord.FS, Layouts.NOTHING, "vhost-user-fs"),
  MEM(FeatureWord.MEM, Layouts.MEM, "virtio-mem"),
  IOMMU(FeatureWord.IOMMU, Layouts.IOMMU, "virtio-iommu"),
  VSOCK(
      FeatureWord.VSOCK, Layouts.NOTHING, "virtio-vhost_vsock", "vhost-vsock", "vhost-user-vsock"),
  NINE_P(FeatureWord.NINE_P, Layouts.NOTHING, "virtio-9p"),
  CRYPTO(FeatureWord.CRYPTO, Layouts.NOTHING, "virtio-crypto"),
  PMEM(FeatureWord.PLAIN, Layouts.NOTHING, "virtio-pmem"),
  OTHER(FeatureWord.PLAIN, Layouts.NOTHING);

  private final FeatureWord features;
  private final List<Layout> states;
  private final String[] names;

  VirtioKind(FeatureWord features, List<Layout> states, String... names) {
    this.features = features;
    this.states = states;
    this.names = names;
  }

  /** Names of its feature bits. */
  public FeatureWord features() {
    return features;
  }

  /** What the device itself may save after its queues, the likeliest first. */
  List<Layout> states() {
    return states;
  }

  /** What it may save in a situation that is rare; tried where no likelier state fits. */
  List<Layout> rareStates() {
    return List.of();
  }

  /** The device whose state has this name; {@link #OTHER} if none has. */
  public static VirtioKind of(String stateName) {
    for (VirtioKind kind : values()) {
      for (String name : kind.names) {
        if (name.equals(stateName)) {
          return kind;
        }
      }
    }
    return OTHER;
  }
}
