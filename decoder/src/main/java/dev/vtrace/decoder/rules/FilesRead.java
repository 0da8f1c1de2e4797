// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts how much of each file was understood while a run is read. */
final class FilesRead {
  /** A guest can print without end, and the table of messages is not for its lines. */
  private static final int MOST_TRIED = 10_000;

  private final Map<String, FileRead> logs = new LinkedHashMap<>();
  private long understood;
  private int tried;

  /** Takes a record of the log that is being read. */
  void take(TraceRecord record) {
    understood += understands(record) ? 1 : 0;
  }

  /** The log that was being read has ended. */
  void end(Input input, ReadSummary summary) {
    long known = understood + summary.refused();
    logs.put(
        input.name(), new FileRead(input.name(), input.kind().label(), summary.records(), known));
    understood = 0;
    tried = 0;
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
          || line.origin() != BackendLine.Origin.OTHER
          || Utterance.of(line.text()).speaker() == Speaker.BACK_END
          || !Utterance.of(line.text()).read(true).isEmpty();
    }
    return record instanceof TraceEvent;
  }

  /** All files of a capture that may show what is wrong. */
  List<FileRead> of(
      Capture capture, List<Connection> connections, List<QmpMessage> qmp, List<StreamFacts> all) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Connection connection : connections) {
      long steps = connection.session().steps().size() + connection.events().size();
      counts.merge(connection.file(), steps, Long::sum);
    }
    for (QmpMessage message : qmp) {
      counts.merge(message.span().file(), 1L, Long::sum);
    }
    for (StreamFacts stream : all) {
      boolean some = stream.summary().coverage().decoded() > 0;
      counts.merge(stream.file(), some ? 1L : 0L, Long::sum);
    }
    boolean proxy = !capture.with(InputRole.SOCKET).isEmpty();
    List<FileRead> out = new ArrayList<>();
    for (Input input : capture.inputs()) {
      boolean evidence =
          switch (input.role()) {
            // System calls repeat what a proxy recorded.
            case TRACE -> input.kind() != InputKind.STRACE || !proxy;
            case BACKEND_LOG, SOCKET, QMP, STREAM -> true;
            default -> false;
          };
      if (evidence) {
        FileRead log = logs.get(input.name());
        long count = counts.getOrDefault(input.name(), 0L);
        String kind = input.kind().label();
        out.add(log == null ? new FileRead(input.name(), kind, count, count) : log);
      }
    }
    return out;
  }
}
