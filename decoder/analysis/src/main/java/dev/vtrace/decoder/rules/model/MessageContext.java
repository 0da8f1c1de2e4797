// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message and what was known when it was sent.
 *
 * @param before the state of the connection in front of it
 */
public record MessageContext(Connection connection, SessionStep step, SessionState before) {
  public Message message() {
    return step.message();
  }

  /** Its row of the table, or null. */
  public @Nullable Request row() {
    return step.message().row();
  }

  /** Its row of the table; only of a message that goes {@link #forth}. */
  public Request request() {
    return requireNonNull(row());
  }

  /** What its request does; nothing for an unknown one. */
  public Effect effect() {
    return message().effect();
  }

  /** Whether it is a request that does one of these, going forth. */
  public boolean asks(Effect... wanted) {
    return forth() && Arrays.asList(wanted).contains(effect());
  }

  /** Whether it is a known request, going forth. */
  public boolean forth() {
    boolean request =
        step.role() == SessionStep.MessageRole.REQUEST
            || step.role() == SessionStep.MessageRole.BARRIER;
    return request && row() != null;
  }

  /** Whether it answers a request that does one of these. */
  public boolean answers(Effect... wanted) {
    return step.role() == SessionStep.MessageRole.REPLY && Arrays.asList(wanted).contains(effect());
  }

  public boolean main() {
    return message().channel() == Channel.MAIN;
  }

  /** Whether everything from the first message on is known, so that what is not there, is not. */
  public boolean whole() {
    return connection.fromStart();
  }

  public int queue() {
    return step.decoded().queue();
  }

  public long number(String name) {
    return step.decoded().number(name, 0);
  }

  /** The ring that it refers to as it was before; null if no message mentioned it yet. */
  public @Nullable Vring ring() {
    return before.vring(queue());
  }

  public String path() {
    int queue = queue();
    String path = connection.label() + "/" + message().name();
    return queue < 0 ? path : path + " queue " + queue;
  }
}
