// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Replay;
import dev.vtrace.server.dap.replay.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.StoppedEventArgumentsReason;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;

/**
 * From the first message of a client to its last: what may be asked when, and in which order
 * answers and events leave. Requests are answered on the thread that reads them; reading files and
 * running have a thread of their own, so that a pause gets through.
 */
final class Lifecycle {
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            java.lang.Thread thread = new java.lang.Thread(task, "replay");
            thread.setDaemon(true);
            return thread;
          });

  private final Answers answers;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private Client client;
  private Lines lines;
  private LaunchArguments launch;
  private Breakpoints breakpoints;
  private boolean loading;
  private Session session;
  private LiveQemu live;
  private boolean configured;
  private boolean running;
  private boolean begun;

  Lifecycle(Answers answers) {
    this.answers = answers;
  }

  void connect(IDebugProtocolClient remote) {
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

  /** The same with a session that stands still. */
  <T> CompletableFuture<T> stopped(Function<Session, T> how) {
    return answer(() -> how.apply(standing()));
  }

  /** The same, with one that may read files. */
  <T> CompletableFuture<T> reading(Reading<T> how) {
    return answer(() -> how.of(standing()));
  }

  /** An answer that reads files. */
  interface Reading<T> {
    T of(Session session) throws IOException;
  }

  private Session standing() {
    Session here = launched();
    if (running) {
      throw new Refusal("the replay is running; pause it first");
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
  <T> CompletableFuture<T> known(Function<Session, T> how) {
    return answer(() -> how.apply(launched()));
  }

  private Session launched() {
    if (session == null) {
      throw new Refusal(loading ? "the recording is still being read" : "nothing is launched yet");
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
      throw new Refusal("send initialize first");
    }
    return breakpoints;
  }

  Capabilities initialize(InitializeRequestArguments asked) {
    if (lines != null) {
      throw new Refusal("initialize was sent already");
    }
    lines =
        new Lines(
            !Boolean.FALSE.equals(asked.getLinesStartAt1()),
            !Boolean.FALSE.equals(asked.getColumnsStartAt1()));
    breakpoints = new Breakpoints(lines);
    answers.then(client::initialized);
    return Abilities.all();
  }

  /** Reads the recording; the answer comes when that is done. */
  synchronized CompletableFuture<Void> launch(LaunchArguments asked) {
    if (lines == null || loading || session != null) {
      String why = lines == null ? "send initialize first" : "a recording is launched already";
      return CompletableFuture.failedFuture(new Refusal(why));
    }
    launch = asked;
    loading = true;
    CompletableFuture<Void> answer = new CompletableFuture<>();
    worker.execute(() -> load(asked, answer));
    return answer;
  }

  private void load(LaunchArguments asked, CompletableFuture<Void> answer) {
    try {
      Replay replay = Replay.of(asked.open());
      synchronized (this) {
        show(replay);
        loading = false;
        begin();
      }
      answer.complete(null);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      failed(answer, e);
    }
  }

  /** The client may try again with other files. */
  private synchronized void failed(CompletableFuture<Void> answer, Throwable e) {
    loading = false;
    answer.completeExceptionally(e);
  }

  private synchronized void show(Replay replay) throws IOException {
    Session old = session;
    session = new Session(replay, lines, breakpoints, this::log);
    List<Breakpoint> known = breakpoints.bind(replay, session.sources);
    answers.then(() -> client.changed(known));
    if (old != null) {
      old.close();
    }
  }

  /** Follows a running QEMU; the answer comes when it is attached to. */
  synchronized CompletableFuture<Void> attach(Map<String, Object> asked) {
    if (lines == null || loading || session != null || live != null) {
      String why = lines == null ? "send initialize first" : "a recording is launched already";
      return CompletableFuture.failedFuture(new Refusal(why));
    }
    loading = true;
    CompletableFuture<Void> answer = new CompletableFuture<>();
    worker.execute(
        () -> {
          try {
            LiveQemu qemu = new LiveQemu(AttachArguments.of(asked), client::happened);
            synchronized (this) {
              live = qemu;
              launch = LaunchArguments.of(asked);
              loading = false;
              running = true;
              begin();
            }
            answer.complete(null);
          } catch (IOException | RuntimeException e) {
            failed(answer, e);
          }
        });
    return answer;
  }

  /** Stops the guest; what was recorded so far can be looked at then. */
  private void standStill() {
    try {
      live.stop();
      show(live.replay());
      Session here = session;
      here.cursor.moveTo(here.replay.steps().size() - 1);
      arrived(
          here,
          Stop.of(
              StoppedEventArgumentsReason.PAUSE,
              "The guest is stopped",
              here.replay.steps().get(here.cursor.position()).track()));
    } catch (IOException | RuntimeException e) {
      client.failed(e);
      if (live.isLost()) {
        client.terminated();
      }
    }
  }

  private void goOn() {
    try {
      live.resume();
      client.continued();
    } catch (IOException e) {
      client.failed(e);
      client.terminated();
    }
  }

  /** The client has set all its breakpoints. */
  void configured() {
    if (lines == null) {
      throw new Refusal("send initialize first");
    }
    configured = true;
    begin();
  }

  private void begin() {
    if (live != null && configured && !begun) {
      begun = true;
      if (launch.stopOnEntry()) {
        answers.then(() -> worker.execute(this::standStill));
      }
    } else if (session != null && configured && !begun) {
      begun = true;
      run(player -> player.start(launch.stopOnEntry()));
    }
  }

  /**
   * Runs, and tells the client where it stopped; the request that asked for it is answered first.
   */
  void run(Function<Player, Stop> how) {
    if (!begun) {
      launched();
      throw new Refusal("send configurationDone first");
    }
    Session here = standing();
    running = true;
    answers.then(() -> worker.execute(() -> ran(here, how)));
  }

  private void ran(Session here, Function<Player, Stop> how) {
    Stop stop;
    try {
      stop = how.apply(here.player);
    } catch (RuntimeException e) {
      stop = Stop.of("exception", "internal error (" + e + "); please report it", 1);
    }
    if (stop.over() && live != null) {
      goOn();
      return;
    }
    arrived(here, stop);
  }

  private void arrived(Session here, Stop stop) {
    synchronized (this) {
      running = false;
      here.stopped();
    }
    if (stop.over()) {
      client.terminated();
      return;
    }
    client.stopped(stop);
  }

  /** Where a run that is under way is to end. */
  void pause() {
    if (live != null && running) {
      answers.then(() -> worker.execute(this::standStill));
    } else {
      launched().player.pause();
    }
  }

  /** Begins again; with other arguments if there are some. */
  synchronized CompletableFuture<Void> restart(LaunchArguments asked) {
    if (asked == null) {
      return answer(
          () -> {
            run(player -> player.start(launch.stopOnEntry()));
            return null;
          });
    }
    return answer(
            () -> {
              standing();
              session = null;
              begun = false;
              return (Void) null;
            })
        .thenCompose(done -> launch(asked));
  }

  /** The client wants no more of the run. */
  void terminate() {
    if (live == null) {
      launched().player.pause();
    }
    answers.then(client::terminated);
  }

  /** The client goes. */
  void disconnect() {
    if (session != null) {
      session.player.pause();
    }
    answers.then(this::gone);
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

  private void log(Step step, String text) {
    client.log(session, step, text);
  }
}
