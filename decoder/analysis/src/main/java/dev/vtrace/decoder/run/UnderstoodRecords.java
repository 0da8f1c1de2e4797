// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceRecord;

/** Counts how many records of a file tell something, while it is read. */
final class UnderstoodRecords {
  /** A guest can print without end, and the table of messages is not for its lines. */
  private static final int MOST_TRIED = 10_000;

  private long understood;
  private int tried;

  void count(TraceRecord record) {
    understood += understands(record) ? 1 : 0;
  }

  long understood() {
    return understood;
  }

  private boolean understands(TraceRecord record) {
    if (record instanceof LogLine line) {
      Utterance utterance = Utterance.of(line.text());
      Speaker speaker = utterance.speaker();
      return speaker == Speaker.QEMU
          || speaker == Speaker.LIBVIRT
          || speaker == Speaker.BACK_END
          || tried++ < MOST_TRIED && !utterance.read(false).isEmpty();
    }
    if (record instanceof BackendLine line) {
      return line.request() != null
          || line.origin() != BackendLine.BackendLogKind.OTHER
          || Utterance.of(line.text()).speaker() == Speaker.BACK_END
          || !Utterance.of(line.text()).read(true).isEmpty();
    }
    return true;
  }
}
