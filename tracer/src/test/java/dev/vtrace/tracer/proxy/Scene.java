// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A back-end's socket, a vhost-user proxy before it, and a capture. */
final class Scene implements Closeable {
  static final String TRAFFIC = "vhost-user.pcapng";

  final Path folder;
  final Path front;
  final Path back;
  final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  final CaptureDirectory capture;
  private final Fd listening;
  private final Recorder recorder;
  final VhostUserProxy proxy;

  Scene(Path folder) throws IOException {
    this(folder, folder.resolve("capture"));
  }

  Scene(Path folder, Path output) throws IOException {
    this.folder = folder;
    front = folder.resolve("front.sock");
    back = folder.resolve("back.sock");
    listening = Sockets.listen(new Address.Unix(back));
    capture = CaptureDirectory.create(output, "test");
    // However slow the disk of the machine is, these tests are about other things.
    recorder = new Recorder(capture, notes::add, 1L << 30);
    proxy =
        new VhostUserProxy(
            new Address.Unix(front), new Address.Unix(back), recorder, TRAFFIC, notes::add);
    proxy.start();
  }

  Path traffic() {
    return capture.path().resolve(TRAFFIC);
  }

  /** A connection: the front-end's end, and the back-end's. */
  Peer[] connect() throws IOException {
    Fd client = Sockets.connect(new Address.Unix(front));
    return new Peer[] {new Peer(client), new Peer(Sockets.accept(listening))};
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    recorder.close();
    capture.close();
    listening.close();
    Files.deleteIfExists(back);
  }
}
