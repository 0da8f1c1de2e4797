// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.forward;

import dev.vtrace.tracer.proxy.VhostUserProxy;
import dev.vtrace.tracer.recording.LeftCapture;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.OwnSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The half of a vhost-user proxy that forwards. It tells the recorder, which started it, what
 * passes; a byte from the recorder ends it. Where the recorder ends without a byte, connections go
 * on, and this ends when the last of them has been closed.
 *
 * <p>It shares neither terminal nor memory with the recorder, and takes no signals while that runs:
 * who sends one to both means the recorder to decide.
 */
public final class DetachedForwarder {
  /** Commands of the recorder: tell how many connections there are; end. */
  static final int TELL = 'c';

  static final int END = '.';

  private static final int POLL_MS = 100;

  private final Job job;
  private final Consumer<String> alone;
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile boolean orphan;

  /**
   * What to do.
   *
   * @param listen where to listen for connections; not used with {@code takeover}
   * @param takeover whether to stand in front of who listens at {@code connect}
   * @param file the name of the traffic in the capture
   * @param tool the program that records, with its version
   */
  public record Job(
      Address listen, Address connect, boolean takeover, Path capture, String file, String tool) {}

  /**
   * @param alone takes sentences for people when there is no recorder any more
   */
  public DetachedForwarder(Job job, Consumer<String> alone) {
    this.job = job;
    this.alone = alone;
  }

  /** Ends it, where there is no recorder any more that would decide. For any thread. */
  public void signalled() {
    if (orphan) {
      asked.countDown();
    }
  }

  /**
   * Forwards until it is to end.
   *
   * @param commands from the recorder
   * @param frames to the recorder
   */
  public void run(InputStream commands, OutputStream frames) {
    OwnSession.begin();
    LeftCapture left = new LeftCapture(job.capture(), job.file(), job.tool());
    try (Feed feed = new Feed(frames, left)) {
      try (VhostUserProxy proxy = proxy(feed)) {
        proxy.start();
        listen(commands, feed, proxy);
        until(feed, proxy);
      } catch (IOException e) {
        feed.add(new Frame.Refused(String.valueOf(e.getMessage())));
      }
      feed.add(new Frame.Done());
    }
  }

  private VhostUserProxy proxy(Feed feed) {
    Consumer<String> notes =
        text -> {
          feed.add(new Frame.Note(text));
          if (orphan) {
            alone.accept(text);
          }
        };
    VhostUserProxy.Opener opener =
        () -> {
          feed.add(new Frame.Ready());
          return feed;
        };
    return job.takeover()
        ? VhostUserProxy.takeover(((Address.Unix) job.connect()).path(), opener, notes)
        : VhostUserProxy.between(job.listen(), job.connect(), opener, notes);
  }

  /** Does what the recorder says, until it says no more. */
  private void listen(InputStream commands, Feed feed, VhostUserProxy proxy) {
    Thread thread =
        new Thread(
            () -> {
              int command = next(commands);
              for (; command == TELL; command = next(commands)) {
                feed.add(count(proxy, true));
              }
              if (command == END) {
                asked.countDown();
              } else {
                orphan = true;
                feed.recorderIsGone();
              }
            },
            "commands");
    thread.setDaemon(true);
    thread.start();
  }

  private static int next(InputStream commands) {
    try {
      return commands.read();
    } catch (IOException e) {
      return -1;
    }
  }

  private static Frame.Count count(VhostUserProxy proxy, boolean asked) {
    return new Frame.Count(proxy.open(), proxy.closed(), proxy.failed(), asked);
  }

  private void until(Feed feed, VhostUserProxy proxy) {
    Frame.Count told = null;
    boolean said = false;
    boolean ends = false;
    try {
      while (!ends) {
        ends = asked.await(POLL_MS, TimeUnit.MILLISECONDS);
        Frame.Count count = count(proxy, false);
        if (!count.equals(told)) {
          feed.add(count);
          told = count;
        }
        if (orphan && count.open() == 0) {
          return;
        }
        if (orphan && !said) {
          said = true;
          alone.accept(
              "the recording process has ended: process "
                  + ProcessHandle.current().pid()
                  + " continues to forward without recording while a VM is connected, and ends"
                  + " when the VM has closed the connection");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
