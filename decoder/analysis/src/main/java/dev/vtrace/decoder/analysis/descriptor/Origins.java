// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.descriptor;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.analysis.model.Origin.IdentityMatch;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each descriptor of a stream the message that passed the same object to the back-end.
 *
 * <p>Which connection belongs to which device shows in what both have in common; where there is one
 * connection only, it is that.
 */
final class Origins {
  /**
   * A message that may pass a descriptor.
   *
   * @param index of its descriptor in the ledger, if one came along
   */
  record PassingMessage(
      @Nullable Request request,
      int queue,
      String purpose,
      long timeNs,
      OptionalInt index,
      @Nullable Identity fd) {}

  /**
   * A connection.
   *
   * @param frontEnd the front-end's socket, as far as recorded
   * @param complete whether it was recorded from its first message on
   */
  record PassingConnection(List<PassingMessage> passed, Identity frontEnd, boolean complete) {}

  private final List<PassingConnection> connections = new ArrayList<>();

  void add(PassingConnection connection) {
    connections.add(connection);
  }

  /** The same descriptors, those of streams with their origin. */
  List<Descriptor> find(List<Descriptor> all) {
    Map<String, List<Descriptor>> devices = new HashMap<>();
    for (Descriptor each : all) {
      if (each.channel() == Descriptor.DescriptorChannel.STREAM
          && OriginRow.of(each.purpose()) != null) {
        String device = each.attempt() + " " + OriginRow.device(each.purpose());
        devices.computeIfAbsent(device, d -> new ArrayList<>()).add(each);
      }
    }
    List<Descriptor> out = new ArrayList<>(all);
    for (List<Descriptor> device : devices.values()) {
      PassingConnection connection = connection(device);
      for (Descriptor each : device) {
        Origin origin = connection == null ? null : origin(connection, each);
        out.set(each.index(), each.from(origin));
      }
    }
    return List.copyOf(out);
  }

  private @Nullable PassingConnection connection(List<Descriptor> device) {
    PassingConnection best = connections.size() == 1 ? connections.get(0) : null;
    int most = 0;
    for (PassingConnection connection : connections) {
      int count = 0;
      for (Descriptor each : device) {
        Origin origin = origin(connection, each);
        count += origin != null && origin.match() == IdentityMatch.SAME ? 1 : 0;
      }
      if (count > most) {
        most = count;
        best = connection;
      }
    }
    return best;
  }

  /** The origin by one connection, or null where no message shows it. */
  private static @Nullable Origin origin(PassingConnection connection, Descriptor fd) {
    OriginRow row = requireNonNull(OriginRow.of(fd.purpose()));
    if (row.pick == OriginRow.Pick.CONNECTION) {
      Identity end = connection.frontEnd();
      return end.known()
          ? origin(fd.identity(), end, Origin.CONNECTION, OptionalInt.empty())
          : null;
    }
    List<PassingMessage> before = before(connection, fd, row);
    if (before.isEmpty() || row.pick != OriginRow.Pick.LAST && !connection.complete()) {
      return null;
    }
    PassingMessage first = before.get(0);
    PassingMessage last = before.get(before.size() - 1);
    switch (row.pick) {
      case FIRST:
        return origin(fd, first, false);
      case LAST_BUT_FIRST:
        for (int i = before.size() - 1; i > 0; i--) {
          PassingMessage each = before.get(i);
          if (each.fd() == null || !each.fd().same(first.fd())) {
            return origin(fd, each, false);
          }
        }
        return null;
      case OTHER_END:
        return origin(fd, last, true);
      default:
        return origin(fd, last, false);
    }
  }

  private static @Nullable Origin origin(Descriptor fd, PassingMessage passed, boolean otherEnd) {
    if (passed.index().isEmpty()) {
      return null;
    }
    Identity here = fd.identity();
    Identity there = passed.fd();
    if (!otherEnd) {
      return origin(here, there, passed.purpose(), passed.index());
    }
    // The kernel does not tell the other end to all; but the end that was given away is not it.
    boolean given = here.same(there);
    Identity far = there == null ? null : there.otherEnd();
    IdentityMatch match = given ? IdentityMatch.DIFFERENT : match(here, far);
    return new Origin(match, passed.purpose(), passed.index(), there, true);
  }

  private static Origin origin(
      Identity here, @Nullable Identity there, String message, OptionalInt index) {
    return new Origin(match(here, there), message, index, there, false);
  }

  private static IdentityMatch match(Identity here, @Nullable Identity there) {
    if (here.same(there)) {
      return IdentityMatch.SAME;
    }
    return here.differs(there) ? IdentityMatch.DIFFERENT : IdentityMatch.UNKNOWN;
  }

  private static List<PassingMessage> before(
      PassingConnection connection, Descriptor fd, OriginRow row) {
    int queue = OriginRow.queue(fd.purpose());
    OptionalLong time = fd.wireNs();
    List<PassingMessage> out = new ArrayList<>();
    for (PassingMessage each : connection.passed()) {
      boolean late = each.timeNs() >= 0 && each.timeNs() > time.orElse(Long.MAX_VALUE);
      if (Effect.of(each.request()) == row.effect && each.queue() == queue && !late) {
        out.add(each);
      }
    }
    return out;
  }
}
