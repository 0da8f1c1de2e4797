// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import dev.vtrace.tracer.qmp.VirshMessages.SentCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The monitor that libvirt holds, through {@code virsh qemu-monitor-command} and {@code
 * qemu-monitor-event}. libvirt numbers commands itself, so the ids of ours are put back into the
 * answers; it has entered command mode long ago, so the greeting and the answer to {@code
 * qmp_capabilities} are made here.
 */
final class VirshQmpWire implements QmpWire {
  private static final long IDLE_SECONDS = 1;

  private final String domain;
  private final Virsh virsh;
  private final Process events;
  private final LineInput input = new LineInput();
  private final BlockingQueue<SentCommand> commands = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  private VirshQmpWire(String program, String domain) throws IOException {
    this.domain = domain;
    this.virsh = new Virsh(program);
    try {
      // Not later than the first command: an event may be its consequence.
      events =
          Virsh.start(
              List.of(program, "qemu-monitor-event", "--domain", domain, "--loop", "--timestamp"));
    } catch (IOException e) {
      virsh.close();
      throw e;
    }
  }

  /**
   * Asks libvirt for a domain.
   *
   * @param program virsh, by its name or a path
   * @throws IOException if there is no virsh, or the domain does not run
   */
  static VirshQmpWire connect(String program, String domain) throws IOException {
    VirshQmpWire made = new VirshQmpWire(program, domain);
    try {
      made.greet();
    } catch (IOException e) {
      made.close();
      throw e;
    }
    made.thread("virsh", made::answer);
    made.thread("virsh events", made::listen);
    return made;
  }

  private void thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void greet() throws IOException {
    String greeting = VirshMessages.greeting(ask(VirshMessages.QUERY_VERSION));
    if (greeting.isEmpty()) {
      throw new IOException(MonitorAddress.LIBVIRT + domain + ": does not report its version");
    }
    input.add(greeting);
  }

  /** Has libvirt ask QEMU; its answer, or what virsh says instead as an exception. */
  private String ask(String json) throws IOException {
    // virsh knows no escapes between single quotes, JSON does.
    String command = "qemu-monitor-command --domain " + Virsh.quoted(domain);
    List<String> lines = virsh.run(command + " '" + json.replace("'", "\\u0027") + "'");
    String error = "no answer";
    for (String line : lines) {
      if (line.startsWith("{")) {
        return line;
      }
      error = line.startsWith("error: ") ? line.substring("error: ".length()) : error;
    }
    throw new IOException(MonitorAddress.LIBVIRT + domain + ": " + error);
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public void send(byte[] command) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    commands.add(SentCommand.of(command));
  }

  private void answer() {
    try {
      while (!closed) {
        SentCommand next = commands.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (next != null) {
          input.add(answer(next));
        } else if (!runs()) {
          break;
        }
      }
    } catch (IOException e) {
      // virsh has ended; who waits is told by the end of the input.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      input.end();
    }
  }

  private String answer(SentCommand command) throws IOException {
    if (command.name().equals("qmp_capabilities")) {
      return VirshMessages.accepted(command.id());
    }
    String answer;
    try {
      answer = ask(command.json());
    } catch (IOException e) {
      if (!runs()) {
        throw e;
      }
      return VirshMessages.refusal(command.id(), String.valueOf(e.getMessage()));
    }
    return VirshMessages.withId(answer, command.id());
  }

  /** Whether libvirt has a running domain of that name. */
  private boolean runs() throws IOException {
    for (String line : virsh.run("domid --domain " + Virsh.quoted(domain))) {
      if (!line.isEmpty() && line.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return true;
      }
    }
    return false;
  }

  private void listen() {
    try (BufferedReader lines = Virsh.reader(events)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String event = VirshMessages.event(line);
        if (!event.isEmpty()) {
          input.add(event);
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  @Override
  public void close() {
    closed = true;
    virsh.close();
    events.destroy();
    input.end();
  }
}
