// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.vtrace.server.rpc.RpcRefusal;
import dev.vtrace.server.run.Reach;
import dev.vtrace.server.run.Uris;
import dev.vtrace.server.view.PlaceView;
import dev.vtrace.server.view.Tree;
import dev.vtrace.tracer.attach.Attachment;
import dev.vtrace.tracer.attach.LiveLine;
import dev.vtrace.tracer.attach.WantedEvent;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.sys.Address;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Running QEMUs that are followed, each into a capture of its own. */
final class Attachments {
  /** Lines that wait for the client; what it cannot keep up with is counted, and in the capture. */
  private static final int ROOM = 20_000;

  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, Live> all = new ConcurrentHashMap<>();
  private final Supplier<VtraceClient> client;
  private final String tool;

  Attachments(Supplier<VtraceClient> client, String tool) {
    this.client = client;
    this.tool = tool;
  }

  /** One QEMU. */
  private final class Live {
    private final String uri;
    private final CaptureDirectory capture;
    private final BlockingQueue<LiveLine> lines = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread teller;

    @SuppressWarnings("NullAway.Init")
    private Attachment attachment;

    Live(CaptureDirectory capture) {
      this.capture = capture;
      this.uri = Uris.of(capture.path());
      this.teller = new Thread(this::send, "vtrace-live");
      teller.setDaemon(true);
    }

    void offer(LiveLine line) {
      if (!lines.offer(line)) {
        dropped.incrementAndGet();
      }
    }

    /** Sends what has come together since the last time, so that a burst is one message. */
    private void send() {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          List<LiveLine> batch = new ArrayList<>();
          batch.add(lines.take());
          lines.drainTo(batch, BATCH);
          client.get().live(new Tree(notification(batch)));
        }
      } catch (InterruptedException e) {
        // Detached.
      }
    }

    private JsonObject notification(List<LiveLine> batch) {
      JsonArray list = new JsonArray();
      for (LiveLine line : batch) {
        JsonObject each = new JsonObject();
        each.add("time", PlaceView.time(line.timeNs()));
        each.addProperty("participant", line.who());
        each.addProperty("kind", line.kind().name().toLowerCase(Locale.ROOT));
        each.addProperty("text", line.text());
        list.add(each);
      }
      JsonObject out = new JsonObject();
      out.addProperty("capture", uri);
      out.add("lines", list);
      out.addProperty("dropped", dropped.get());
      return out;
    }

    void close() throws IOException {
      attachment.close();
      capture.close();
      teller.interrupt();
    }
  }

  /** Attaches; the result is the URI of the capture. */
  String attach(VtraceRequests.Attach params, Reach reach) throws IOException {
    if (params.qmp() == null || params.output() == null) {
      throw RpcRefusal.badParams("needs 'qmp' and 'output'");
    }
    String role = params.role() == null ? "" : params.role();
    Address address;
    Path output;
    try {
      address = Address.parse(params.qmp());
      output = reach.write(Path.of(params.output()));
    } catch (InvalidPathException e) {
      throw RpcRefusal.badParams("'output': " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw RpcRefusal.badParams("'qmp': " + e.getMessage());
    }
    Live live = new Live(CaptureDirectory.create(output, tool));
    String name = role.isEmpty() ? "qemu" : role;
    QmpTranscript transcript = QmpTranscript.in(live.capture, name);
    try {
      live.attachment =
          Attachment.open(
              new Attachment.AttachTarget(
                  name,
                  role,
                  address,
                  WantedEvent.patterns(
                      List.of(), params.events() == null ? List.of() : params.events()),
                  params.follow() == null ? "" : params.follow(),
                  PATIENCE),
              live.capture,
              transcript,
              live::offer);
    } catch (IOException e) {
      live.capture.close();
      live.capture.discardIfEmpty();
      throw e;
    }
    all.put(live.uri, live);
    live.teller.start();
    return live.uri;
  }

  /** Lets go of a QEMU; its capture is complete then. */
  void detach(String capture) throws IOException {
    Live live = all.remove(capture);
    if (live == null) {
      throw RpcRefusal.failed("nothing is attached that writes into '" + capture + "'");
    }
    live.close();
  }

  /** Lets go of all: their trace events and logs are put back as they were. */
  void close() {
    for (String each : List.copyOf(all.keySet())) {
      try {
        detach(each);
      } catch (IOException | RuntimeException e) {
        // The server ends; what could not be put back is noted in the capture.
      }
    }
  }
}
