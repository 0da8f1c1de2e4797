// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.event.BuiltinEvents;
import dev.vtrace.decoder.trace.event.EventTable;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How an input is read.
 *
 * @param file the name that people know it by
 * @param events declarations; the built-in ones where none were given
 * @param names which events are wanted, by the name in the trace; asked once a name, and what is
 *     refused costs no memory
 * @param diagnostics gets the findings
 */
public record ReadOptions(
    String file, EventTable events, Predicate<String> names, Consumer<Diagnostic> diagnostics) {
  /** Everything of a file, by the built-in declarations. */
  public static ReadOptions of(String file, Consumer<Diagnostic> diagnostics) {
    return new ReadOptions(file, BuiltinEvents.table(), name -> true, diagnostics);
  }

  /** The same with the declarations of a trace-events-all file. */
  public ReadOptions withEvents(EventTable table) {
    return new ReadOptions(file, table, names, diagnostics);
  }

  /** The same for these events only. */
  public ReadOptions withNames(Predicate<String> wanted) {
    return new ReadOptions(file, events, wanted, diagnostics);
  }
}
