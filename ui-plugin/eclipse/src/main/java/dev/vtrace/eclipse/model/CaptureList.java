// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.model;

import dev.vtrace.eclipse.BackgroundWork;
import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.evidence.EvidenceProject;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;

/**
 * The captures that are open, and the one that all views show. They are read in jobs; listeners are
 * told in whatever thread changed something.
 */
public final class CaptureList {
  /** Is told what changed. */
  public interface CaptureListener {
    /** The list, or what is in a capture, changed. */
    void capturesChanged();

    /**
     * An item of the timeline was selected.
     *
     * @param source where, so that it need not answer itself
     */
    default void itemSelected(CaptureEntry capture, int item, Object source) {}

    /**
     * The debugger stands at a time.
     *
     * @param time nanoseconds since the epoch; -1 if it stands nowhere
     */
    default void debuggerMoved(CaptureEntry capture, long time) {}
  }

  private final ServerConnection server;
  private final List<CaptureEntry> captures = new ArrayList<>();
  private final Set<Path> opening = ConcurrentHashMap.newKeySet();
  private final List<CaptureListener> listeners = new CopyOnWriteArrayList<>();
  private CaptureEntry current;

  /** An empty list. */
  public CaptureList(ServerConnection server) {
    this.server = server;
    server.onChanged(this::reread);
  }

  /** Adds a listener. */
  public void add(CaptureListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener. */
  public void remove(CaptureListener listener) {
    listeners.remove(listener);
  }

  /** Those that are open, in the order in which they were opened. */
  public synchronized List<CaptureEntry> all() {
    return List.copyOf(captures);
  }

  /** The one that the views show; null if none is open. */
  public synchronized CaptureEntry current() {
    return current;
  }

  /** The one with a URI; null if it is not open. */
  public CaptureEntry find(String uri) {
    return all().stream().filter(each -> each.uri().equals(uri)).findFirst().orElse(null);
  }

  /** Makes all views show a capture. */
  public void show(CaptureEntry capture) {
    synchronized (this) {
      if (current == capture) {
        return;
      }
      current = capture;
    }
    tell();
  }

  /** Opens a capture in a job and makes the views show it. */
  public Job open(Path path) {
    String name = path.getFileName().toString();
    return BackgroundWork.start("Opening " + name, name, true, monitor -> read(path, monitor));
  }

  /**
   * Opens a capture and makes the views show it.
   *
   * @throws IOException with a sentence, if it cannot be read
   */
  public CaptureEntry read(Path path, IProgressMonitor monitor) throws IOException {
    CaptureEntry entry = CaptureEntry.read(path, server, monitor);
    if (!VtracePlugin.staysOpen()) {
      throw new OperationCanceledException();
    }
    opening.add(path);
    try {
      EvidenceProject.add(entry, monitor);
      synchronized (this) {
        captures.removeIf(each -> each.uri().equals(entry.uri()));
        captures.add(entry);
        current = entry;
      }
    } catch (CoreException e) {
      throw new IOException(e.getStatus().getMessage(), e);
    } finally {
      opening.remove(path);
    }
    tell();
    return entry;
  }

  private boolean isWanted(Path path) {
    return opening.contains(path) || all().stream().anyMatch(each -> each.path().equals(path));
  }

  /** Closes a capture. */
  public void close(CaptureEntry capture) {
    synchronized (this) {
      captures.remove(capture);
      if (current == capture) {
        current = captures.isEmpty() ? null : captures.get(captures.size() - 1);
      }
    }
    server.ask("vtrace/close", ServerAnswers.of("capture", capture.uri()));
    Job.create(
            "Closing " + capture.name(),
            monitor -> {
              if (VtracePlugin.staysOpen()) {
                EvidenceProject.remove(capture, () -> !isWanted(capture.path()), monitor);
              }
            })
        .schedule();
    tell();
  }

  private void reread(String uri) {
    EvidenceOpener.forgetTexts();
    CaptureEntry entry = find(uri);
    if (entry != null) {
      Job job =
          Job.create(
              "Reading " + entry.name() + " anew",
              monitor -> {
                try {
                  CaptureEntry fresh = CaptureEntry.read(entry.path(), server, monitor);
                  replace(entry, fresh);
                  return Status.OK_STATUS;
                } catch (IOException e) {
                  // It may be gone: what is shown stays until people close it.
                  return Status.OK_STATUS;
                }
              });
      job.setSystem(true);
      job.schedule();
    }
  }

  private void replace(CaptureEntry old, CaptureEntry fresh) {
    synchronized (this) {
      captures.replaceAll(each -> each == old ? fresh : each);
      current = current == old ? fresh : current;
    }
    tell();
  }

  private void tell() {
    listeners.forEach(CaptureListener::capturesChanged);
  }

  /** Tells all views that an item of the timeline was selected. */
  public void select(CaptureEntry capture, int item, Object source) {
    show(capture);
    listeners.forEach(each -> each.itemSelected(capture, item, source));
  }

  /** Tells all views where the debugger stands. */
  public void debuggerAt(CaptureEntry capture, long time) {
    listeners.forEach(each -> each.debuggerMoved(capture, time));
  }
}
