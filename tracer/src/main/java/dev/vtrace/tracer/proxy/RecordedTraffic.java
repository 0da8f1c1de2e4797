// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.tracer.recording.Chunk;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.recording.Track;
import dev.vtrace.tracer.recording.TrafficFile;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Traffic that goes into a file of a capture. */
public final class RecordedTraffic implements TrafficSink {
  private final Recorder recorder;
  private final TrafficFile file;
  private final Map<Half, Track> tracks = new ConcurrentHashMap<>();

  /**
   * Starts the file.
   *
   * @param name in the capture, such as {@code vhost-user.pcapng}
   */
  public RecordedTraffic(Recorder recorder, String name) throws IOException {
    this.recorder = recorder;
    this.file = new TrafficFile(recorder, name);
  }

  @Override
  public void chunk(Half half, Chunk chunk) {
    Track track =
        tracks.computeIfAbsent(
            half, each -> file.track(each.connection(), each.channel(), each.direction()));
    recorder.record(track, chunk);
  }

  @Override
  public void end(Half half, long total, String why) {
    Track track = tracks.remove(half);
    if (track != null) {
      recorder.end(track, total, why);
    }
  }

  @Override
  public void event(WireEvent event) {
    file.event(event);
  }
}
