// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.DeviceUser;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.Joiner;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.run.LeftOutEvents;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all evidence together says about a device: its queues and what was negotiated. */
public final class DeviceFacts {
  /** Numbers of virtqueues have 16 bits. Source: virtio specification 1.3, "queue_select". */
  private static final int MOST = 1 << 16;

  /** What lies below one that was seen is a queue, too; beyond these only what is seen is one. */
  private static final int UNSEEN = 256;

  /** Queues of all windows together that are listed without being named there. */
  private static final int MOST_UNSEEN = 100_000;

  private static final int LEAST_UNSEEN = 8;

  private final CollectedEvidence collected;
  private final DeviceAnswers answers;
  private final Map<String, List<WindowBuilder>> frames = new HashMap<>();
  private final Map<String, Integer> queues = new HashMap<>();
  private final Map<DeviceUser, Integer> own = new HashMap<>();
  private final Set<DeviceUser> paired = new HashSet<>();
  private final Set<String> sections = new HashSet<>();

  /** How many queues are listed in each window whether or not it names them. */
  private final int everywhere;

  private int cut;

  // Asked for each operation of each window, and expensive to find out in a long run.
  private final Map<Need, FeatureUse> negotiated = new HashMap<>();
  private final Map<String, Set<Request>> sent = new HashMap<>();

  private record Need(String device, String feature) {}

  /**
   * @param names what QMP calls each participant
   */
  public DeviceFacts(
      CollectedEvidence collected, List<WindowBuilder> builders, Map<String, String> names) {
    this.collected = collected;
    this.answers = new DeviceAnswers(collected.qmp, names, builders);
    long windows = builders.stream().filter(Joiner::isWindow).count();
    long each = MOST_UNSEEN / Math.max(1, windows);
    everywhere = (int) Math.max(LEAST_UNSEEN, Math.min(UNSEEN, each));
    for (WindowBuilder window : builders) {
      this.frames.computeIfAbsent(window.device, d -> new ArrayList<>()).add(window);
      Integer last = window.queuesIn.lowerKey(MOST);
      int most = Math.max(last == null ? -1 : last + 1, window.queuesLeftOut);
      int toggled = 0;
      boolean numbered = false;
      for (JoinedRequest request : window.requests) {
        most = request.queue < MOST ? Math.max(most, request.queue + 1) : most;
        boolean toggles = request.does(Effect.RING_ENABLE) && Joiner.isWindow(window);
        toggled += toggles ? 1 : 0;
        numbered |= toggles && request.queue >= 0;
      }
      // Where a trace is cut, a message may be there twice: from the trace and from the socket.
      int count = numbered ? most : Math.max(most, Math.min(MOST, toggled));
      queues.merge(window.device, count, Math::max);
      own.merge(DeviceUser.of(window), count, Math::max);
      if (window.pair > 0) {
        paired.add(new DeviceUser(window.participant, window.device));
      }
    }
    for (CollectedEvidence.Stream stream : collected.streams) {
      for (VhostDevice device : stream.mark().devices()) {
        int count = (int) Math.min(MOST, Math.max(device.nvqs(), device.queues()));
        queues.merge(device.section(), count, Math::max);
        sections.add(device.section());
      }
    }
  }

  /** How many virtqueues a device has, where something tells. */
  public OptionalInt queues(String device) {
    int count = queues.getOrDefault(device, 0);
    return count <= 0 ? OptionalInt.empty() : OptionalInt.of(count);
  }

  /**
   * How many virtqueues the device of a window has, where something tells. Without a stream, what
   * two processes call the same need not be the same device, so that its own process counts first.
   */
  OptionalInt queues(WindowBuilder window) {
    int count = own.getOrDefault(DeviceUser.of(window), 0);
    boolean part = paired.contains(new DeviceUser(window.participant, window.device));
    return count > 0 && (part || !sections.contains(window.device))
        ? OptionalInt.of(part ? Math.min(count, first(window) + 2) : count)
        : queues(window.device);
  }

  /**
   * The first virtqueue of a window's vhost device. A network device has such a device for each of
   * its pairs of queues, which go on where those of the pair before it end; all others begin at 0.
   */
  static int first(WindowBuilder window) {
    return 2 * window.pair;
  }

  /**
   * The virtqueues of a window in order; empty if nothing tells. Of very many only those are listed
   * that the window itself names.
   */
  List<Integer> numbers(WindowBuilder window) {
    int count = queues(window).orElse(0);
    SortedSet<Integer> beyond = new TreeSet<>(window.queuesIn.subMap(everywhere, MOST).keySet());
    for (JoinedRequest request : window.requests) {
      if (request.queue >= everywhere && request.queue < MOST) {
        beyond.add(request.queue);
      }
    }
    List<Integer> out = new ArrayList<>();
    for (int queue = first(window); queue < Math.min(everywhere, count); queue++) {
      out.add(queue);
    }
    out.addAll(beyond);
    cut = Math.max(cut, count - first(window) - out.size());
    return out;
  }

  /** Whether a queue is listed in windows that do not name it, too. */
  boolean isEverywhere(int queue) {
    return queue < everywhere;
  }

  /** How many queues at most were not listed in a window; 0 for none. */
  public int leftOut() {
    return cut;
  }

  /** The device in the stream of an attempt, or null. */
  @Nullable VhostDevice inStream(String device, @Nullable Attempt attempt) {
    for (CollectedEvidence.Stream stream : collected.streams) {
      boolean mine = attempt == null || stream.mark().attempt() == attempt.number();
      for (VhostDevice each : stream.mark().devices()) {
        if (mine && each.section().equals(device)) {
          return each;
        }
      }
    }
    return null;
  }

  /** Whether a protocol feature was negotiated. */
  FeatureUse feature(String device, String name) {
    return negotiated.computeIfAbsent(new Need(device, name), need -> find(device, name));
  }

  /** Whether a device is seen to send such a request, in any of its windows. */
  boolean does(String device, @Nullable Request request) {
    return sent.computeIfAbsent(device, this::sent)
        .contains(request == null ? null : request.original());
  }

  private Set<Request> sent(String device) {
    Set<Request> out = new HashSet<>();
    for (WindowBuilder window : of(device)) {
      for (JoinedRequest request : window.requests) {
        if (request.request != null) {
          out.add(request.request.original());
        }
      }
    }
    return out;
  }

  private List<WindowBuilder> of(String device) {
    return frames.getOrDefault(device, List.of());
  }

  private FeatureUse find(String device, String name) {
    for (WindowBuilder window : of(device)) {
      if (window.connection != null) {
        long bits = window.connection.session.state().negotiated().protocolFeatures();
        if (window.connection.session.state().protocolOffered() != 0 || bits != 0) {
          return FeatureUse.of(FeatureWord.PROTOCOL.has(bits, name));
        }
      }
    }
    for (CollectedEvidence.Stream stream : collected.streams) {
      for (VhostDevice each : stream.mark().devices()) {
        if (each.section().equals(device) && each.protocolFeatures() != 0) {
          return FeatureUse.of(each.hasProtocolFeature(name));
        }
      }
    }
    FeatureUse told = answers.feature(device, name);
    if (told != FeatureUse.UNKNOWN) {
      return told;
    }
    boolean implied = of(device).stream().anyMatch(window -> implies(window, name));
    return implied ? FeatureUse.NEGOTIATED : byUse(device, name);
  }

  /**
   * Whether a device could not have been handed over as it was without a feature: QEMU does not
   * make a vhost-user-blk without CONFIG, nor one of several queues without MQ; does not let a
   * device migrate without LOG_SHMFD; and sends one descriptor of the in-flight region and one of
   * the back-end's channel beside the four of each queue, the connection and the notifier of the
   * configuration.
   */
  private boolean implies(WindowBuilder window, String name) {
    boolean over =
        window.blk()
            && window.kind == WindowKind.STOP
            && window.transfer == Transfer.YES
            && window.phase == Phase.SWITCHOVER
            && window.attempt != null;
    if (!over) {
      return false;
    }
    int count = queues(window).orElse(0);
    return switch (name) {
      case "CONFIG", "LOG_SHMFD" -> true;
      case "MQ" -> count > 1;
      case "INFLIGHT_SHMFD", "BACKEND_REQ" ->
          count > 0
              && answers.only(window)
              && HandedOverDescriptors.areSent(collected, window, 4 * count + 4);
      default -> false;
    };
  }

  /** Whether a monitor told that vhost runs a queue of a device with a ring of the guest's. */
  boolean runs(String participant, String device, int queue) {
    return answers.runs(participant, device, queue);
  }

  /** Whether what was not kept of a process has a request that needs a feature. */
  private boolean mayHaveUsed(WindowBuilder window, String name) {
    TraceLog log = collected.log(window.participant);
    return log != null
        && !log.leftOut.isEmpty()
        && log.leftOut.stream().anyMatch(gap -> uses(gap, name));
  }

  private static boolean uses(LeftOutEvents gap, String name) {
    for (int id : gap.requests()) {
      Request request = Request.of(Channel.MAIN, id);
      if (request != null && request.needs().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** From the requests that were sent: what needs a feature shows that it is there. */
  private FeatureUse byUse(String device, String name) {
    boolean started = false;
    boolean connected = false;
    boolean table = false;
    for (WindowBuilder window : of(device)) {
      for (JoinedRequest request : window.requests) {
        if (request.request != null && request.request.needs().equals(name)) {
          return FeatureUse.NEGOTIATED;
        }
        connected |= request.does(Effect.PROTOCOL_OFFER);
        table |= request.does(Effect.MEMORY_TABLE);
      }
      started |= window.kind == WindowKind.START && window.requests.size() > 3;
    }
    if (of(device).stream().anyMatch(window -> mayHaveUsed(window, name))) {
      return FeatureUse.UNKNOWN;
    }
    // What is used when a device connects or starts for the first time, later need not be.
    boolean without = connected && started || table && name.equals("CONFIGURE_MEM_SLOTS");
    return without && !name.equals("LOG_SHMFD") ? FeatureUse.ABSENT : FeatureUse.UNKNOWN;
  }
}
