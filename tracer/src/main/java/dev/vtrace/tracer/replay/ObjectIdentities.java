// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which recorded descriptors are the same object: by their identities where the recorder knew them,
 * else by what the protocol says of fields and messages. What the field of the connection hands
 * over is the connection itself.
 */
final class ObjectIdentities {
  private static final String CONNECTION = "backend-transfer-char/fd";

  private final List<Descriptor> ledger;
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<Integer, RecordedObject> made = new HashMap<>();

  /** Ends of connections and of socket pairs, by their inodes. */
  private final Map<Long, RecordedObject> sockets = new HashMap<>();

  private final Path files;

  /**
   * Descriptors of a run.
   *
   * @param files folder in which files are made that were mapped
   */
  ObjectIdentities(Migration migration, Path files) {
    this.ledger = migration.descriptors();
    this.files = files;
    Descriptor region = null;
    for (Descriptor each : ledger) {
      if (each.channel() == Descriptor.DescriptorChannel.SOCKET) {
        Evidence at = each.sightings().get(0).evidence();
        places.putIfAbsent(keyOf(at.file(), at.line(), at.offset()), each.index());
        RecordedObject thing = socket(each, region);
        made.put(each.index(), thing);
        if (thing.kind() == Identity.DescriptorKind.SOCKET) {
          end(each.identity(), thing);
          end(each.identity().otherEnd(), end(thing.otherEnd()));
        }
        region = is(each, Effect.INFLIGHT_MAKE) ? each : region;
      }
    }
  }

  private void end(Identity socket, RecordedObject thing) {
    if (socket.known()) {
      sockets.putIfAbsent(socket.number(), thing);
    }
  }

  private static RecordedObject end(String name) {
    return new RecordedObject(name, Identity.DescriptorKind.SOCKET, "", -1);
  }

  /** Tells which socket of the recording was the front-end's end of a connection. */
  void connection(Identity frontEnd, String key) {
    end(frontEnd, end(key));
  }

  private static String keyOf(String file, long line, long offset) {
    return file + ":" + line + "@" + offset;
  }

  /** QEMU gives back the in-flight region that it was given. */
  private RecordedObject socket(Descriptor fd, @Nullable Descriptor region) {
    boolean back = region != null && is(fd, Effect.INFLIGHT_SET) && !fd.identity().known();
    RecordedObject given = region != null && back ? made.get(region.index()) : null;
    return given == null ? thing(fd) : given;
  }

  /** Whether a message that does this passed it: {@code SET_VRING_KICK q0}. */
  private static boolean is(Descriptor passed, Effect effect) {
    String purpose = passed.purpose();
    int end = purpose.indexOf(' ');
    String name = end < 0 ? purpose : purpose.substring(0, end);
    return Effect.of(Request.named(name)) == effect;
  }

  /** What comes with a message, as many as the recording has. */
  List<RecordedObject> of(SourceSpan span, int count) {
    List<RecordedObject> out = new ArrayList<>();
    int first = places.getOrDefault(keyOf(span.file(), span.line(), span.offset()), -1);
    for (int i = 0; i < count && first >= 0; i++) {
      out.add(made.get(first + i));
    }
    return out;
  }

  /** Indexes of what was recorded beside a stream, in order. */
  List<Integer> beside(String file) {
    List<Integer> out = new ArrayList<>();
    for (Descriptor each : ledger) {
      for (Descriptor.Sighting sighting : each.sightings()) {
        if (each.channel() == Descriptor.DescriptorChannel.STREAM
            && sighting.kind() == Descriptor.SightingKind.ON_THE_WIRE
            && sighting.evidence().file().equals(file)) {
          out.add(each.index());
        }
      }
    }
    return out;
  }

  /**
   * What a descriptor of a stream is.
   *
   * @param connection the connection that its device has, or empty
   */
  RecordedObject streamed(int index, String connection) {
    Descriptor fd = ledger.get(index);
    RecordedObject end = sockets.get(fd.identity().number());
    if (end != null && fd.identity().kind() == Identity.DescriptorKind.SOCKET) {
      return end;
    }
    Origin origin = fd.origin();
    if (origin != null && origin.match() == Origin.IdentityMatch.DIFFERENT) {
      return thing(fd);
    }
    if (isConnection(index) && !connection.isEmpty()) {
      return end(connection);
    }
    RecordedObject linked =
        origin == null || origin.index().isEmpty() ? null : made.get(origin.index().getAsInt());
    if (origin != null && linked != null && origin.otherEnd()) {
      return end(linked.otherEnd());
    }
    return linked != null && !fd.identity().known() ? linked : thing(fd);
  }

  /** The connection that a stream's field hands over, by its position among such fields. */
  boolean isConnection(int index) {
    return ledger.get(index).purpose().endsWith(CONNECTION);
  }

  /** The number of the descriptor of the same kind that can take the place of one; -1 if none. */
  int exchange(int index, List<Integer> among) {
    Identity.DescriptorKind kind = kind(ledger.get(index));
    int at = among.indexOf(index);
    for (int i = 1; i < among.size(); i++) {
      int other = among.get((at + i) % among.size());
      if (kind(ledger.get(other)) == kind) {
        return other;
      }
    }
    return -1;
  }

  private RecordedObject thing(Descriptor fd) {
    Identity identity = fd.identity();
    Identity.DescriptorKind kind = kind(fd);
    String name = identity.known() ? "identity " + identity : "descriptor " + fd.index();
    String label = identity.name();
    if (kind == Identity.DescriptorKind.FILE && !label.startsWith("/dev/")) {
      label = files.resolve(Path.of(label).getFileName()).toString();
    } else if (label.startsWith("/dev/shm/")) {
      label = files.resolve(label.substring("/dev/shm/".length()).replace('/', '-')).toString();
    }
    return new RecordedObject(name, kind, label, identity.size());
  }

  private static Identity.DescriptorKind kind(Descriptor fd) {
    Identity.DescriptorKind known = fd.identity().kind();
    return known == Identity.DescriptorKind.OTHER && !fd.kind().isEmpty()
        ? Identity.parse(fd.kind()).kind()
        : known;
  }
}
