// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Display;

/**
 * Measures how long the user interface keeps others waiting, and how much of that is the plug-in's
 * own: what its thread computes, or waits for, in a method of the plug-in. What the platform does
 * to open an editor, view or perspective, or to reveal a place in a text, is the platform's, but
 * for methods of the plug-in that it calls then. Time in which the thread could run and got no
 * processor is nobody's.
 */
final class UiPulse extends Thread {
  private static final int LOOK_MILLIS = 10;
  private static final double MILLION = 1e6;
  private static final String OWN = "dev.vtrace.eclipse.";
  private static final String TESTS = OWN + "tests.";

  /** Where the platform begins work of its own on behalf of whoever called it. */
  private static final Set<String> PLATFORM =
      Set.of(
          "org.eclipse.ui.internal.WorkbenchPage.openEditor",
          "org.eclipse.ui.internal.WorkbenchPage.showView",
          "org.eclipse.ui.internal.WorkbenchPage.activate",
          "org.eclipse.ui.internal.Workbench.showPerspective",
          "org.eclipse.ui.texteditor.AbstractTextEditor.selectAndReveal");

  /**
   * The longest waits since they were forgotten.
   *
   * @param millis the longest wait, whoever caused it
   * @param ownMillis the most that the plug-in had of one wait
   * @param where a method of the plug-in that had it, with what it called; empty for none
   */
  record LongestWait(long millis, long ownMillis, String where) {
    @Override
    public String toString() {
      return millis + " ms, " + ownMillis + " ms of one in the plug-in " + where;
    }
  }

  /** Whose code a thread is in: the place, null for that of others. */
  private record UiSample(String own, boolean waits) {}

  private final Display display;
  private final Thread watched;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private volatile LongestWait longest = new LongestWait(0, 0, "");

  UiPulse(Display display) {
    super("pulse of the user interface");
    this.display = display;
    watched = display.getThread();
    setDaemon(true);
  }

  LongestWait longest() {
    return longest;
  }

  void forget() {
    longest = new LongestWait(0, 0, "");
  }

  @Override
  public void run() {
    try {
      while (!display.isDisposed()) {
        measure();
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException | SWTException e) {
      // The workbench closes.
    }
  }

  private void measure() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    long begin = System.nanoTime();
    display.asyncExec(done::countDown);
    double own = 0;
    double most = 0;
    String where = "";
    long time = begin;
    long busy = threads.getThreadCpuTime(watched.getId());
    while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      UiSample sample = sample();
      long nextBusy = threads.getThreadCpuTime(watched.getId());
      long now = System.nanoTime();
      if (sample.own() != null) {
        double took = (sample.waits() ? now - time : nextBusy - busy) / MILLION;
        own += took;
        where = took > most ? sample.own() : where;
        most = Math.max(most, took);
      }
      busy = nextBusy;
      time = now;
    }
    note((long) ((System.nanoTime() - begin) / MILLION), (long) own, where);
  }

  private synchronized void note(long millis, long own, String where) {
    LongestWait before = longest;
    boolean more = own > before.ownMillis();
    longest =
        new LongestWait(
            Math.max(millis, before.millis()),
            Math.max(own, before.ownMillis()),
            more ? where : before.where());
  }

  private UiSample sample() {
    Thread.State state = watched.getState();
    StackTraceElement[] stack = watched.getStackTrace();
    boolean waits = state != Thread.State.RUNNABLE;
    for (StackTraceElement each : stack) {
      String name = each.getClassName();
      if (name.startsWith(TESTS) || PLATFORM.contains(name + "." + each.getMethodName())) {
        return new UiSample(null, waits);
      }
      if (name.startsWith(OWN)) {
        return new UiSample(each + ", in " + stack[0], waits);
      }
    }
    return new UiSample(null, waits);
  }
}
