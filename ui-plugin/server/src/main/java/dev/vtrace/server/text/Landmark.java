// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

/**
 * An event that tells where one is in a log: something begins, ends, or changes its state.
 *
 * @param line first line 0
 * @param timeNs as in the log, -1 for none
 * @param name the newest name of the event
 * @param device pointer and name as the log has them; empty where it prints none
 * @param queue -1 for none
 * @param text arguments of the event
 */
public record Landmark(long line, long timeNs, String name, String device, int queue, String text) {
  static final String IN = "_in";
  static final String OUT = "_out";

  /** Whether something begins. */
  public boolean begins() {
    return name.endsWith(IN);
  }

  /** Whether something ends. */
  public boolean ends() {
    return name.endsWith(OUT);
  }

  /** What begins or ends: the name without {@code _in} or {@code _out}. */
  public String subject() {
    if (begins()) {
      return name.substring(0, name.length() - IN.length());
    }
    return ends() ? name.substring(0, name.length() - OUT.length()) : name;
  }
}
