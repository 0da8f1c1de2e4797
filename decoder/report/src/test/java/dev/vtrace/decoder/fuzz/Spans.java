// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import com.sun.management.ThreadMXBean;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.vmstate.Field;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What holds for the places of all that is found in an input, and for the memory that it takes. */
final class Spans {
  /** Buffers of a size that does not depend on the input. */
  private static final long MEMORY = 64L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Spans() {}

  /** Bytes that this thread has allocated so far. */
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** What an input may take: in proportion to its size, whatever lengths are claimed in it. */
  static long limit(ByteSource source) {
    return 1000 * source.size() + MEMORY;
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Fields lie one after the other inside a range, children cover their parents without gaps. */
  static void fields(List<Field> fields, long begin, long end) {
    long at = begin;
    for (Field field : fields) {
      require(field.offset() >= at, field.label() + " overlaps the field before it");
      require(field.length() >= 0, field.label() + " has a negative length");
      at = field.end();
      children(field);
    }
    require(at <= end, "fields reach to " + at + ", their record to " + end);
  }

  private static void children(Field field) {
    if (field.children().isEmpty()) {
      return;
    }
    long at = field.offset();
    for (Field child : field.children()) {
      require(child.offset() == at, "gap in " + field.label() + " before " + child.label());
      require(child.length() >= 0, child.label() + " has a negative length");
      at = child.end();
      children(child);
    }
    require(at == field.end(), field.label() + " ends elsewhere than its children");
  }

  static void diagnostic(Diagnostic finding, ByteSource source) {
    String what = finding.code() + " at " + finding.offset() + " + " + finding.length();
    require(finding.offset() >= 0 && finding.offset() <= source.size(), what);
    require(finding.length() >= 0, what);
    require(!finding.message().isEmpty(), what);
  }

  static void page(RamPage page, ByteSource source) {
    String what = page.toString();
    require(page.offset() >= 0 && page.length() >= 0, what);
    require(page.offset() + page.length() <= source.size(), what);
    require(page.size() > 0, what);
  }

  static void coverage(Coverage coverage, ByteSource source) {
    String what = coverage.toString();
    require(coverage.total() == source.size(), what);
    require(coverage.decoded() >= 0, what);
    require(coverage.opaque() >= 0, what);
    require(coverage.unreachable() >= 0, what);
    long sum = coverage.decoded() + coverage.opaque() + coverage.unreachable();
    require(sum == coverage.total(), what);
  }
}
