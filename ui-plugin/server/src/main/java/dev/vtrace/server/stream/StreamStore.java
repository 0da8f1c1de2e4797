// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Streams that are open, the last few of them; each is read once, in the background. */
public final class StreamStore {
  private static final int KEPT = 4;

  private record StoredStream(StreamIndex index, Stamp stamp) {}

  private final ExecutorService readers;
  private final Reach reach;
  private final Map<Path, StoredStream> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** A store whose streams are read by these threads. */
  public StreamStore(ExecutorService readers, Reach reach) {
    this.readers = readers;
    this.reach = reach;
  }

  /**
   * The index of a stream; reading may go on.
   *
   * @throws IOException if it cannot be read, or is no stream
   */
  public synchronized StreamIndex open(Path file) throws IOException {
    StoredStream known = entries.get(file);
    if (known != null && known.stamp().holds() && known.index().failure() == null) {
      return known.index();
    }
    reach.read(file);
    close(file);
    Stamp stamp = Stamp.of(List.of(file));
    ByteSource source = Inputs.open(file);
    try {
      stream(source);
    } catch (IOException e) {
      source.close();
      throw e;
    }
    StreamIndex index = new StreamIndex(source, CaptureGaps.holes(file));
    entries.put(file, new StoredStream(index, stamp));
    readers.execute(index::read);
    Iterator<StoredStream> eldest = entries.values().iterator();
    while (entries.size() > KEPT) {
      eldest.next().index().closeQuietly();
      eldest.remove();
    }
    return index;
  }

  private static void stream(ByteSource begin) throws IOException {
    if (!StreamDecoder.isStream(begin)) {
      throw new IOException(begin.name() + ": is not a migration stream");
    }
  }

  /** The index of a stream that is open and as it was, or null. */
  public synchronized @Nullable StreamIndex known(Path file) {
    StoredStream known = entries.get(file);
    return known != null && known.stamp().holds() ? known.index() : null;
  }

  private void close(Path file) {
    StoredStream known = entries.remove(file);
    if (known != null) {
      known.index().closeQuietly();
    }
  }
}
