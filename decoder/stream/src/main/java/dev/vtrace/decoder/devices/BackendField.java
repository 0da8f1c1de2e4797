// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.devices.Layout.DescriptorItem;
import dev.vtrace.decoder.devices.Layout.Features;
import dev.vtrace.decoder.devices.Layout.LayoutItem;
import dev.vtrace.decoder.devices.Layout.NumberItem;
import dev.vtrace.decoder.devices.Layout.When;
import dev.vtrace.decoder.features.FeatureWord;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of the structures that a stream has of a back-end: those of backend transfer, as {@link
 * Layouts} has them, and of a virtqueue.
 *
 * @param struct type of the structure, as {@code vhost-inflight}
 * @param bytes on the wire
 * @param descriptor whether it is a descriptor
 * @param bits whether it is a word of feature bits
 */
public record BackendField(
    String struct, String name, int bytes, boolean descriptor, boolean bits) {
  private static final Layout VIRTQUEUE =
      Layout.layout(
          "virtqueue",
          Layout.u32("num"),
          Layout.u64("desc"),
          Layout.u16("last_avail_idx"),
          Layout.eventNotifier("host_notifier"),
          Layout.eventNotifier("guest_notifier"),
          Layout.u16("vector"));

  /** All of them. */
  public static List<BackendField> all() {
    List<BackendField> out = new ArrayList<>();
    for (Layout each :
        List.of(
            VIRTQUEUE,
            Layouts.BACKEND_TRANSFER_CHAR,
            Layouts.VHOST_INFLIGHT,
            Layouts.VHOST_USER,
            Layouts.vhostDev(FeatureWord.TRANSPORT),
            Layouts.VHOST_VIRTQUEUE)) {
      each.items().forEach(item -> add(out, each.name(), item));
    }
    return List.copyOf(out);
  }

  private static void add(List<BackendField> out, String struct, LayoutItem item) {
    if (item instanceof NumberItem number) {
      out.add(new BackendField(struct, number.name(), number.bytes(), false, false));
    } else if (item instanceof Features word) {
      out.add(new BackendField(struct, word.name(), word.bytes(), false, true));
    } else if (item instanceof DescriptorItem descriptor) {
      out.add(new BackendField(struct, descriptor.name(), 1, true, false));
    } else if (item instanceof When when) {
      add(out, struct, when.item());
    }
  }
}
