// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Step;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.Arrays;

/**
 * A message and what was known when it was sent.
 *
 * @param before the state of the connection in front of it
 */
record Scene(Connection connection, Step step, SessionState before) {
  Message message() {
    return step.message();
  }

  /** Its row of the table, or null. */
  Request row() {
    return step.message().row();
  }

  /** What its request does; nothing for an unknown one. */
  Effect effect() {
    return message().effect();
  }

  /** Whether it is a request that does one of these, going forth. */
  boolean asks(Effect... wanted) {
    return forth() && Arrays.asList(wanted).contains(effect());
  }

  /** Whether it is a known request, going forth. */
  boolean forth() {
    boolean request = step.role() == Step.Role.REQUEST || step.role() == Step.Role.BARRIER;
    return request && row() != null;
  }

  /** Whether it answers a request that does one of these. */
  boolean answers(Effect... wanted) {
    return step.role() == Step.Role.REPLY && Arrays.asList(wanted).contains(effect());
  }

  boolean main() {
    return message().channel() == Channel.MAIN;
  }

  /** Whether everything from the first message on is known, so that what is not there, is not. */
  boolean whole() {
    return connection.fromStart();
  }

  int queue() {
    return step.decoded().queue();
  }

  long number(String name) {
    return step.decoded().number(name, 0);
  }

  /** The ring that it speaks of as it was before; null if no message spoke of it yet. */
  Vring ring() {
    return before.vring(queue());
  }

  String path() {
    int queue = queue();
    String path = connection.label() + "/" + message().name();
    return queue < 0 ? path : path + " queue " + queue;
  }
}
