// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device with a vhost-user back-end as the stream shows it.
 *
 * @param section section name, as {@code 0000:00:01.0/vhost-user-blk}
 * @param whole whether the input has all of the device; numbers that it does not have are -1, words
 *     0, and fields null
 * @param known whether the input has so much of it that {@code transfer} is known
 * @param transfer whether the back-end was handed over by backend transfer
 * @param queues how many virtqueues it has, or -1
 * @param status device status, names of its bits
 * @param features bits that the guest negotiated, as far as the stream was read
 * @param backendFeatures bits that vhost-dev carries, or 0
 * @param protocolFeatures vhost-user protocol features, or 0 where the stream does not tell
 * @param maxQueues queues that the back-end can serve, or -1
 * @param nvqs virtqueues of vhost-dev, or -1
 * @param rings those of which the input has what the guest set
 * @param backendChannel whether the back-end has a channel for requests of its own
 * @param inflightSize bytes of the in-flight region, or -1
 * @param inflightQueueSize entries for each queue in it
 * @param memorySlots memory regions that the back-end can map, or -1
 * @param configNotifier the notifier of configuration changes, or null
 * @param chardev the back-end connection, or null
 * @param inflight the in-flight region, or null
 * @param channel the socket of the back-end's own requests, or null
 */
public record VhostDevice(
    String section,
    String kind,
    boolean whole,
    boolean known,
    boolean transfer,
    long queues,
    List<String> status,
    long features,
    List<String> featureNames,
    long backendFeatures,
    List<String> backendFeatureNames,
    long protocolFeatures,
    long maxQueues,
    long nvqs,
    boolean backendChannel,
    long inflightSize,
    long inflightQueueSize,
    long memorySlots,
    @Nullable Field configNotifier,
    @Nullable Field chardev,
    @Nullable Field inflight,
    @Nullable Field channel,
    List<Ring> rings,
    List<Field> descriptors,
    List<String> proofs) {

  /**
   * One vring.
   *
   * @param num entries
   * @param desc guest address of the descriptor table; 0 if the guest did not set the queue up
   * @param lastAvail next entry that the device takes; under backend transfer what the last
   *     ordinary stop left, not the position of the ring
   * @param vector MSI-X vector, or -1
   */
  public record Ring(
      int index,
      long num,
      long desc,
      long lastAvail,
      long vector,
      @Nullable Field hostNotifier,
      @Nullable Field guestNotifier,
      @Nullable Field errorNotifier,
      @Nullable Field maskedNotifier) {}

  /** Whether a state of this name belongs to a device with a vhost back-end. */
  public static boolean isVhost(String kind) {
    return kind.startsWith("vhost-");
  }

  /** What a reading of a device says of its back-end. */
  public static VhostDevice of(VirtioReading reading) {
    Field state = reading.state();
    Field dev = state.child("vhost-dev");
    Field user = state.child("vhost-user");
    Field inflight = state.child("vhost-inflight");
    Field chardev = state.child("backend-transfer-char");
    Field features64 = inner(state, "virtio/64bit_features", "guest_features");
    Field features = features64 == null ? state.child("guest_features_low") : features64;
    return new VhostDevice(
        reading.section(),
        reading.kind(),
        reading.whole(),
        reading.known(),
        reading.transfer(),
        reading.whole() ? rings(state, dev).size() : state.number("num_queues", -1),
        names(state.child("status")),
        features == null ? 0 : features.number(0),
        names(features),
        number(dev, "_features", 0),
        names(child(dev, "_features")),
        number(user, "protocol_features", 0),
        number(dev, "max_queues", -1),
        number(dev, "nvqs", -1),
        number(user, "has_backend_channel", 0) != 0,
        number(inflight, "size", -1),
        number(inflight, "queue_size", -1),
        number(user, "memory_slots", -1),
        state.child("config_notifier"),
        child(chardev, "fd"),
        child(inflight, "fd"),
        child(user, "backend_fd"),
        rings(state, dev),
        reading.descriptors(),
        reading.proofs());
  }

  /** Whether the input has all that tells what an ordinary migration would have done with it. */
  public boolean accounted() {
    return transfer && known && (whole || nvqs >= 0);
  }

  /** Whether a protocol feature was negotiated; false also where the stream does not tell. */
  public boolean hasProtocolFeature(String name) {
    return FeatureWord.PROTOCOL.has(protocolFeatures, name);
  }

  private static List<Ring> rings(Field state, @Nullable Field dev) {
    Field queues = state.child("queues");
    Field vqs = child(dev, "vqs");
    List<Ring> out = new ArrayList<>();
    if (queues == null) {
      return out;
    }
    for (Field queue : queues.children()) {
      int index = queue.index();
      Field last = queue.child("last_avail_idx");
      if (last == null || last.status() == Field.Status.TRUNCATED) {
        continue;
      }
      Field vq = vqs != null && index < vqs.children().size() ? vqs.children().get(index) : null;
      out.add(
          new Ring(
              index,
              queue.number("num", 0),
              queue.number("desc", 0),
              queue.number("last_avail_idx", 0),
              queue.number("vector", -1),
              queue.child("host_notifier"),
              queue.child("guest_notifier"),
              child(vq, "error_notifier"),
              child(vq, "masked_notifier")));
    }
    return out;
  }

  private static @Nullable Field child(@Nullable Field parent, String name) {
    return parent == null ? null : parent.child(name);
  }

  private static @Nullable Field inner(Field parent, String first, String second) {
    return child(parent.child(first), second);
  }

  private static long number(@Nullable Field parent, String name, long otherwise) {
    return parent == null ? otherwise : parent.number(name, otherwise);
  }

  private static List<String> names(@Nullable Field field) {
    return field != null && field.value() instanceof Value.FlagsValue flags
        ? flags.names()
        : List.of();
  }
}
