// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import static java.util.Objects.requireNonNull;

import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.text.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.CancelArguments;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.jspecify.annotations.Nullable;

/**
 * From the first message of a client to its last: what may be asked when, and in which order
 * answers and events leave. Requests are answered on the thread that reads them; reading files and
 * running are done by the worker, so that a pause gets through.
 */
final class Lifecycle {
  private final Answers answers;
  private final RequestQueue gate;
  private final Executor worker;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  @SuppressWarnings("NullAway.Init")
  private Client client;

  private @Nullable LineNumbering lines;
  private @Nullable LaunchArguments launch;
  private @Nullable Breakpoints breakpoints;
  private @Nullable Loading loading;
  private @Nullable DebugSession session;
  private @Nullable LiveRun live;
  private boolean configured;
  private boolean running;
  private boolean begun;
  private String evidenceScheme = "";

  /** {@code worker} does one thing after the other. */
  Lifecycle(Answers answers, RequestQueue gate, Executor worker) {
    this.answers = answers;
    this.gate = gate;
    this.worker = worker;
  }

  void connect(VtraceDebugClient remote) {
    client = new Client(remote);
  }

  /** Done when the client has said goodbye. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Answers a request, or says why not. */
  synchronized <T> CompletableFuture<T> answer(Callable<T> how) {
    try {
      return CompletableFuture.completedFuture(how.call());
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Answers a request that has no result. */
  CompletableFuture<Void> done(Runnable how) {
    return answer(
        () -> {
          how.run();
          return null;
        });
  }

  /** Answers with a session that stands still. */
  <T> CompletableFuture<T> stopped(Function<DebugSession, T> how) {
    return answer(() -> how.apply(standing()));
  }

  /** The same, with one that may read files. */
  <T> CompletableFuture<T> reading(FileAnswer<T> how) {
    return answer(() -> how.of(standing()));
  }

  /** An answer that reads files. */
  interface FileAnswer<T> {
    T of(DebugSession session) throws IOException;
  }

  private DebugSession standing() {
    DebugSession here = launched();
    if (running) {
      throw DebugRefusal.untimely("the replay is running; pause it first");
    }
    return here;
  }

  /** The threads; a QEMU that runs is one, whatever it does. */
  org.eclipse.lsp4j.debug.Thread[] threads() {
    if (session == null && live != null) {
      org.eclipse.lsp4j.debug.Thread qemu = new org.eclipse.lsp4j.debug.Thread();
      qemu.setId(1);
      qemu.setName("QEMU");
      return new org.eclipse.lsp4j.debug.Thread[] {qemu};
    }
    return launched().threads();
  }

  /** An answer that holds while the replay runs, too. */
  <T> CompletableFuture<T> known(Function<DebugSession, T> how) {
    return answer(() -> how.apply(launched()));
  }

  private DebugSession launched() {
    if (session == null) {
      throw DebugRefusal.untimely("nothing is launched yet");
    }
    return session;
  }

  /** Refuses a thread that there is not. */
  void thread(int id) {
    launched().track(id);
  }

  /** Those that the client has set so far. */
  Breakpoints breakpoints() {
    if (breakpoints == null) {
      throw DebugRefusal.untimely("send initialize first");
    }
    return breakpoints;
  }

  Capabilities initialize(InitializeRequestArguments asked) {
    if (lines != null) {
      throw DebugRefusal.untimely("initialize was sent already");
    }
    LineNumbering numbering =
        new LineNumbering(
            !Boolean.FALSE.equals(asked.getLinesStartAt1()),
            !Boolean.FALSE.equals(asked.getColumnsStartAt1()));
    lines = numbering;
    breakpoints = new Breakpoints(numbering);
    client.showsProgress().set(Boolean.TRUE.equals(asked.getSupportsProgressReporting()));
    answers.then(client::initialized);
    return Abilities.all();
  }

  /** Reads the recording; the answer comes when that is done. */
  synchronized CompletableFuture<Void> launch(LaunchArguments asked) {
    return begins(
        answer -> {
          Loading reading = new Loading(asked, client, gate.request());
          loading = reading;
          gate.work(() -> load(asked, reading, answer));
        });
  }

  /** Follows a running QEMU; the answer comes when it is attached to. */
  synchronized CompletableFuture<Void> attach(Map<String, Object> asked) {
    return begins(answer -> gate.work(() -> follow(asked, answer)));
  }

  /** What there is once in a conversation, unless it fails: the client may try again. */
  private CompletableFuture<Void> begins(java.util.function.Consumer<CompletableFuture<Void>> how) {
    if (lines == null || session != null || live != null) {
      String why = lines == null ? "send initialize first" : "a recording is launched already";
      return CompletableFuture.failedFuture(DebugRefusal.untimely(why));
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    how.accept(answer);
    return answer;
  }

  private void load(LaunchArguments asked, Loading reading, CompletableFuture<Void> answer) {
    List<Breakpoint> changed;
    try {
      Loading.Loaded loaded = reading.read();
      synchronized (this) {
        evidenceScheme = asked.evidenceScheme();
        changed = show(loaded.replay(), loaded.sources());
        launch = asked;
        begun = false;
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      answer.completeExceptionally(e);
      return;
    }
    answer.complete(null);
    client.changed(changed);
    begin();
  }

  private void follow(Map<String, Object> asked, CompletableFuture<Void> answer) {
    try {
      LaunchArguments given = LaunchArguments.of(asked);
      LiveRun qemu = new LiveRun(new AttachArguments(given), this, client, breakpoints());
      synchronized (this) {
        evidenceScheme = given.evidenceScheme();
        live = qemu;
        launch = given;
        running = true;
      }
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
      return;
    }
    answer.complete(null);
    begin();
  }

  /** Shows a recording from now on; the breakpoints that this makes others. */
  synchronized List<Breakpoint> show(MigrationReplay replay, @Nullable SourceTree sources)
      throws IOException {
    DebugSession old = session;
    Breakpoints wanted = breakpoints();
    DebugSession next =
        new DebugSession(replay, requireNonNull(lines), wanted, sources, evidenceScheme, this::log);
    session = next;
    List<Breakpoint> known = wanted.bind(replay, next.sources);
    if (old != null) {
      old.close();
    }
    return known;
  }

  /** What is shown now. */
  synchronized @Nullable DebugSession session() {
    return session;
  }

  synchronized boolean isRunning() {
    return running;
  }

  /** Does something on the worker. */
  void later(Runnable what) {
    worker.execute(what);
  }

  /** The client has set all its breakpoints. */
  void configured() {
    breakpoints();
    configured = true;
    answers.then(this::begin);
  }

  /** Sets off once there is a recording, and the client is ready. */
  private synchronized void begin() {
    boolean ready = configured && !begun && (session != null || live != null);
    if (!ready) {
      return;
    }
    begun = true;
    LiveRun qemu = live;
    if (qemu == null) {
      DebugSession here = launched();
      running = true;
      worker.execute(() -> ran(here, player -> player.start(stopsOnEntry())));
    } else if (stopsOnEntry()) {
      worker.execute(qemu::standStill);
    }
  }

  /**
   * Runs, and tells the client where it stopped; the request that asked for it is answered first.
   */
  void run(Function<ReplayPlayer, Stop> how) {
    if (!begun) {
      launched();
      throw DebugRefusal.untimely("send configurationDone first");
    }
    DebugSession here = standing();
    running = true;
    answers.then(() -> worker.execute(() -> ran(here, how)));
  }

  private void ran(DebugSession here, Function<ReplayPlayer, Stop> how) {
    Stop stop;
    try {
      stop = how.apply(here.player);
    } catch (RuntimeException e) {
      stop = Stop.of("exception", "internal error (" + e + "); please report it", 1);
    }
    if (stop.over() && live != null) {
      live.goOn();
    } else {
      arrived(here, stop);
    }
  }

  /** Tells the client where a run ended. */
  void arrived(DebugSession here, Stop stop) {
    synchronized (this) {
      running = false;
      here.stopped();
    }
    if (stop.over()) {
      client.terminated();
      return;
    }
    client.stopped(stop);
    client.position(here.position());
  }

  /** Where a run that is under way is to end. */
  void pause() {
    LiveRun qemu = live;
    if (qemu != null && running) {
      answers.then(() -> worker.execute(qemu::standStill));
    } else {
      launched().player.pause();
    }
  }

  private boolean stopsOnEntry() {
    return requireNonNull(launch).stopOnEntry();
  }

  /** Begins again; with other arguments if there are some. */
  synchronized CompletableFuture<Void> restart(@Nullable LaunchArguments asked) {
    if (asked == null) {
      return done(() -> run(player -> player.start(stopsOnEntry())));
    }
    CompletableFuture<Void> answer = done(this::standing);
    return answer.thenCompose(
        standing -> {
          session = null;
          return launch(asked);
        });
  }

  /** The client does not want to wait for the answer of a request. */
  void cancel(CancelArguments asked) {
    if (loading != null && loading.is(asked)) {
      loading.cancel();
    }
  }

  /** The client wants no more of the run. */
  void terminate() {
    halt();
    answers.then(client::terminated);
  }

  /** The client goes. */
  void disconnect() {
    halt();
    answers.then(this::gone);
  }

  private void halt() {
    if (loading != null) {
      loading.cancel();
    }
    if (session != null) {
      session.player.pause();
    }
  }

  /** There is no client any more. */
  void gone() {
    worker.execute(
        () -> {
          try {
            if (live != null) {
              live.close();
            }
          } catch (IOException e) {
            // There is nobody left who could be told.
          } finally {
            ended.complete(null);
          }
        });
  }

  private void log(ReplayStep step, String text) {
    client.log(requireNonNull(session), step, text);
  }
}
