// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.QemuEvent.EventArgument;
import dev.vtrace.api.QemuTrace.QemuLine;
import dev.vtrace.api.QmpEntry.QmpEntryKind;
import dev.vtrace.api.QmpEntry.QmpMember;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Makes {@link QemuTrace}s and {@link QmpEntry}s. */
final class TraceMapper {
  private TraceMapper() {}

  static List<QemuTrace> traces(LoadedRun run) {
    return run.traces().stream().map(TraceMapper::trace).toList();
  }

  static List<QmpEntry> qmp(LoadedRun run) {
    return run.qmp().stream().map(TraceMapper::entry).toList();
  }

  private static QemuTrace trace(LoadedTrace trace) {
    return new QemuTrace(
        trace.participant(),
        trace.file(),
        trace.dropped(),
        new MappedList<>(trace.events(), event -> event(trace, event)),
        new MappedList<>(trace.lines(), line -> line(trace, line)));
  }

  private static QemuEvent event(LoadedTrace trace, TraceEvent event) {
    Arguments from = event.arguments();
    List<EventArgument> arguments = new ArrayList<>();
    for (int i = 0; i < from.count(); i++) {
      boolean text = from.isText(i);
      arguments.add(
          new EventArgument(
              from.name(i),
              text ? from.text(i) : Long.toString(from.number(i)),
              text ? OptionalLong.empty() : OptionalLong.of(from.number(i))));
    }
    return new QemuEvent(
        OptionalValues.known(trace.time(event)),
        event.name(),
        event.canonical(),
        OptionalValues.known(event.thread()),
        arguments,
        event.text(),
        OptionalValues.evidencePlace(event.span(), event.line()));
  }

  private static QemuLine line(LoadedTrace trace, LogLine line) {
    return new QemuLine(
        trace.placed() ? OptionalValues.known(line.timeNs()) : OptionalLong.empty(),
        line.text(),
        line.damaged(),
        OptionalValues.evidencePlace(line.span(), line.text()));
  }

  private static QmpEntry entry(QmpMessage message) {
    return new QmpEntry(
        OptionalValues.known(message.timeNs()),
        message.who(),
        QmpEntryKind.valueOf(message.kind().name()),
        message.name(),
        OptionalValues.text(message.id()),
        message.values().stream().map(value -> new QmpMember(value.path(), value.text())).toList(),
        OptionalValues.evidencePlace(message.span(), message.name()));
  }
}
