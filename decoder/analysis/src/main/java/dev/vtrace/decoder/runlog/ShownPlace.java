// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place of evidence in its context.
 *
 * @param location the place as it is printed
 * @param input the file; null for a stream that lies in system calls
 * @param lines of a text, the wanted one among them; empty of a binary file
 * @param entries what the wanted line or the bytes at the place hold
 * @param before records before these, of a binary file
 * @param after records after these, of a binary file
 * @param stream of a migration stream, else null
 * @param operations of the ledger that rest on it
 * @param problems that rules found, and that it shows
 */
public record ShownPlace(
    String location,
    @Nullable Input input,
    List<ShownLine> lines,
    List<LogEntry> before,
    List<LogEntry> entries,
    List<LogEntry> after,
    @Nullable ShownBytes stream,
    List<ShownOperation> operations,
    List<Problem> problems) {
  public ShownPlace {
    lines = List.copyOf(lines);
    before = List.copyOf(before);
    entries = List.copyOf(entries);
    after = List.copyOf(after);
    operations = List.copyOf(operations);
    problems = List.copyOf(problems);
  }

  /**
   * A line of a text.
   *
   * @param number first 1
   * @param cut whether it is longer than shown
   */
  public record ShownLine(long number, String text, boolean cut, boolean wanted) {}

  /**
   * Bytes of a stream.
   *
   * @param offset of the first one
   * @param wanted offset of the place
   * @param section that they lie in, null where none was decoded
   * @param fields of the section around the place, in order
   */
  public record ShownBytes(
      long offset, byte[] bytes, long wanted, @Nullable Section section, List<ShownField> fields) {
    public ShownBytes {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A field without others in it.
   *
   * @param head its first bytes
   */
  public record ShownField(String path, Field field, byte[] head, boolean wanted) {}

  /** An operation with its window. */
  public record ShownOperation(Window window, Operation operation) {}
}
