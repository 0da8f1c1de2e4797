// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.operation.TransferOperation;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a device with a vhost back-end: its rings, its descriptors, and what it was spared. */
final class VhostText {
  private static final int LABEL = 18;

  private final TextStream out;
  private final boolean colour;
  private final StreamSummary summary;

  VhostText(TextStream out, boolean colour, StreamSummary summary) {
    this.out = out;
    this.colour = colour;
    this.summary = summary;
  }

  void print(VhostDevice device) {
    out.print('\n');
    TextLine title =
        new TextLine(colour, out).add(TextLine.Colour.BOLD, device.section()).add("   ");
    if (!device.known()) {
      title.add("not known whether it was handed over: the input ends before that");
    } else if (device.transfer()) {
      title.add("handed over by backend transfer, ");
      title.add(TextLine.count(device.descriptors().size(), "descriptor"));
    } else {
      title.add("ordinary migration, no descriptors");
    }
    title.add(device.known() && !device.whole() ? " up to the end of the input" : "");
    print(title);
    if (device.whole() || !device.status().isEmpty()) {
      printList("status", device.status());
    }
    bits("features", device, device.features(), device.featureNames());
    for (VhostDevice.Ring ring : device.rings()) {
      ring(ring, device.transfer());
    }
    if (!device.whole() && device.queues() > device.rings().size()) {
      String left = "after " + device.rings().size() + " of " + device.queues() + " queues";
      printList("", List.of("the input ends " + left));
    }
    if (device.known() && device.transfer()) {
      backend(device);
    }
    if (!device.proofs().isEmpty()) {
      String proofs = "proved by " + String.join(", ", device.proofs());
      printList("read by position", clauses(proofs));
    }
    if (device.accounted()) {
      out.print('\n');
      for (TransferOperation.SendingSide side : TransferOperation.SendingSide.values()) {
        skipped(device, side);
      }
    }
  }

  private void ring(VhostDevice.Ring ring, boolean transfer) {
    TextLine line = label("queue " + ring.index());
    line.hang().left(TextLine.count(ring.num(), "entry", "entries"), 14);
    if (ring.desc() == 0) {
      line.add("not set up by the guest");
    } else {
      line.add("desc 0x" + Long.toHexString(ring.desc()));
      line.add("  last_avail_idx\u00a0" + ring.lastAvail());
      line.add(transfer ? " (stale under transfer)" : "");
    }
    line.add(ring.vector() < 0 || ring.vector() == 0xffff ? "" : "  vector\u00a0" + ring.vector());
    print(line);
    if (ring.hostNotifier() != null || ring.guestNotifier() != null) {
      pair("", "host_notifier", ring.hostNotifier(), "guest_notifier", ring.guestNotifier());
    }
  }

  private void backend(VhostDevice device) {
    single("config_notifier", device.configNotifier(), "");
    single("chardev", device.chardev(), "");
    String region =
        device.inflightSize() < 0 ? "" : "   " + TextLine.count(device.inflightSize(), "byte");
    region += device.inflightQueueSize() < 0 ? "" : ", queue size " + device.inflightQueueSize();
    single("vhost-inflight", device.inflight(), region);
    List<String> protocol = FeatureWord.PROTOCOL.names(device.protocolFeatures());
    bits("vhost-user", device, device.protocolFeatures(), protocol);
    if (device.memorySlots() >= 0) {
      printList("", List.of("memory_slots " + device.memorySlots()));
    }
    single("backend channel", device.channel(), "");
    bits("vhost-dev", device, device.backendFeatures(), device.backendFeatureNames());
    if (device.maxQueues() >= 0) {
      String nvqs = device.nvqs() < 0 ? "" : " nvqs " + device.nvqs();
      printList("", List.of("max_queues " + device.maxQueues(), nvqs));
    }
    for (VhostDevice.Ring ring : device.rings()) {
      pair(
          "  vhost-virtqueue " + ring.index(),
          "error_notifier",
          ring.errorNotifier(),
          "masked_notifier",
          ring.maskedNotifier());
    }
  }

  private void skipped(VhostDevice device, TransferOperation.SendingSide side) {
    List<TransferOperation> list = TransferOperation.skipped(device, side);
    int messages = 0;
    List<String> words = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      TransferOperation skipped = list.get(i);
      messages += skipped.messages();
      String queues = QueueRanges.of(skipped.queues());
      String word = skipped.request() + (queues.isEmpty() ? "" : " " + queues);
      if (skipped.messages() > Math.max(1, skipped.queues().size())) {
        word += " twice";
      }
      if (skipped.eachRegion()) {
        word += " for each memory region";
      }
      words.add(word + (i + 1 < list.size() ? "," : ""));
    }
    String name = side.name().toLowerCase(Locale.ROOT);
    print(
        new TextLine(colour, out)
            .add("  ")
            .add(TextLine.Colour.BOLD, "skipped on the " + name)
            .add(", " + TextLine.count(messages, "message") + " that an ordinary migration sends"));
    print(new TextLine(colour, out).spaces(4).wrap(words, 4));
  }

  /** A word of bits; 0 also stands for one that the input does not have. */
  private void bits(String label, VhostDevice device, long bits, List<String> names) {
    if (device.whole() || bits != 0) {
      printList(label, word(bits, names));
    }
  }

  private static List<String> word(long bits, List<String> names) {
    List<String> out = new ArrayList<>();
    out.add("0x" + Long.toHexString(bits) + " ");
    out.addAll(names);
    return out;
  }

  private void printList(String label, List<String> words) {
    print(label(label).wrap(words, 2 + LABEL));
  }

  private void single(String label, @Nullable Field field, String more) {
    if (field != null) {
      print(label(label).hanging(descriptor(field) + more));
    }
  }

  private void pair(
      String label, String first, @Nullable Field one, String second, @Nullable Field two) {
    if (one == null && two == null) {
      return;
    }
    int columns = Math.max(LABEL, label.length() + 2);
    TextLine line = new TextLine(colour, out).add("  ").left(label, columns).hang();
    if (one != null) {
      line.add(first + " " + descriptor(one));
    }
    if (two != null) {
      line.add("   " + second + " " + descriptor(two));
    }
    print(line);
  }

  private String descriptor(Field field) {
    String kind = "";
    for (StreamDescriptor fd : summary.descriptors()) {
      if (fd.offset() == field.offset()) {
        kind = fd.kind();
      }
    }
    return kind + " @" + TextLine.grouped(field.offset());
  }

  private TextLine label(String text) {
    return new TextLine(colour, out).add("  ").left(text, LABEL);
  }

  private void print(TextLine line) {
    out.print(line.end().replace('\u00a0', ' '));
    out.print('\n');
  }

  /** A list in words, cut after its commas. */
  private static List<String> clauses(String words) {
    List<String> out = new ArrayList<>();
    int from = 0;
    for (int comma = words.indexOf(", "); comma >= 0; comma = words.indexOf(", ", from)) {
      out.add(words.substring(from, comma + 1));
      from = comma + 2;
    }
    out.add(words.substring(from));
    return out;
  }
}
