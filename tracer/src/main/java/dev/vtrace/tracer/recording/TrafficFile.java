// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import java.io.IOException;

/** A pcapng file of vhost-user connections. The layout is that of the decoder's reader. */
public final class TrafficFile {
  private final Recorder recorder;
  private final RecordedFile file;
  private final PcapngWriter out;

  /** Starts the file. */
  public TrafficFile(Recorder recorder, String name) throws IOException {
    this.recorder = recorder;
    CaptureDirectory capture = recorder.capture();
    file = capture.file(name, InputRole.SOCKET, InputKind.PCAPNG.label(), "");
    out = new PcapngWriter(file);
  }

  /** A track for one direction of a connection. */
  public Track track(String connection, Channel channel, Direction direction) {
    return new TrafficTrack(this, connection, channel, direction);
  }

  /** Notes what happened to a connection, after what was recorded before. */
  public void event(WireEvent event) {
    recorder.then(() -> write(event));
  }

  void write(WireMessage message) throws IOException {
    out.write(message);
  }

  void write(WireEvent event) throws IOException {
    out.write(event);
  }

  void say(String sentence) {
    recorder.say(sentence);
  }

  void gap(long bytes, String why) {
    recorder
        .capture()
        .gap(new CaptureDescription.RecordedGap(file.name(), file.size(), bytes, why));
  }
}
