// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Uris;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.RelativePattern;
import org.eclipse.lsp4j.Unregistration;
import org.eclipse.lsp4j.UnregistrationParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/**
 * Sees to it that changes of open runs are noticed. A client that can is asked to watch their
 * folders; for another one, files are looked at every few seconds.
 */
final class RunWatch {
  private static final String METHOD = "workspace/didChangeWatchedFiles";
  private static final long LOOK_MS = 3_000;

  /** Reading anew may take a fifth of the time at most. */
  private static final long REST = 4;

  private final LanguageSession session;
  private final Map<String, Set<Path>> registered = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean ended;

  RunWatch(LanguageSession session) {
    this.session = session;
  }

  /** A run is open. */
  void follow(OpenRun run) {
    if (session.abilities().own()) {
      return;
    }
    if (session.abilities().watches()) {
      register(run);
    } else if (!looking.getAndSet(true)) {
      lookLater(LOOK_MS);
    }
  }

  private void register(OpenRun run) {
    Set<Path> folders = new LinkedHashSet<>();
    run.capture().inputs().forEach(input -> folders.add(input.path().toAbsolutePath().getParent()));
    Set<Path> before = registered.put(run.id(), folders);
    if (folders.equals(before)) {
      return;
    }
    if (before != null) {
      unregister(run.id());
    }
    List<FileSystemWatcher> watchers = new ArrayList<>();
    folders.forEach(folder -> watchers.add(watcher(folder)));
    var options = new DidChangeWatchedFilesRegistrationOptions(watchers);
    session
        .client()
        .registerCapability(
            new RegistrationParams(List.of(new Registration(run.id(), METHOD, options))));
  }

  private FileSystemWatcher watcher(Path folder) {
    return session.abilities().relativeWatches()
        ? new FileSystemWatcher(
            Either.forRight(new RelativePattern(Either.forRight(Uris.of(folder)), "*")))
        : new FileSystemWatcher(Either.forLeft(folder.toString().replace('\\', '/') + "/*"));
  }

  /** A run is closed. */
  void leave(String id) {
    if (registered.remove(id) != null) {
      unregister(id);
    }
  }

  private void unregister(String id) {
    session
        .client()
        .unregisterCapability(new UnregistrationParams(List.of(new Unregistration(id, METHOD))));
  }

  private void lookLater(long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::look);
  }

  private void look() {
    if (!ended) {
      long begin = System.nanoTime();
      session
          .refreshLater()
          .whenComplete(
              (done, failure) -> {
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                lookLater(Math.max(LOOK_MS, REST * took));
              });
    }
  }

  void end() {
    ended = true;
  }
}
