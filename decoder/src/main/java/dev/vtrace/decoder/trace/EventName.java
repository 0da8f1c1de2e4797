// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

/**
 * The name of a trace event.
 *
 * @param written as the trace has it
 * @param canonical the newest name of the same event, see {@link EventAlias}
 */
public record EventName(String written, String canonical) {
  /** The name with its newest form. */
  public static EventName of(String written) {
    return new EventName(written, EventAlias.canonical(written));
  }
}
