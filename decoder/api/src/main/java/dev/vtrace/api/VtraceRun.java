// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.RunLoader;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * All that is known of a capture. Nothing is read before the first question; then each file is read
 * once, and each answer is worked out once and kept. Several threads may ask: one reads, the others
 * wait for it.
 *
 * <p>Each question may throw an {@link IOException} where a file cannot be read, which is a {@link
 * LimitExceededException} where the capture holds too much, and a {@link CancellationException}
 * after {@link #cancel}, or where {@link OpenOptions#cancel} says so. Damage in the evidence is not
 * an exception but a finding.
 */
public final class VtraceRun implements AutoCloseable {
  private final String name;
  private final Path path;
  private final OpenOptions options;
  private final MemoizedAnswer<ReadCapture> loaded = new MemoizedAnswer<>(this::load);
  private final MemoizedAnswer<JoinedRun> joined = new MemoizedAnswer<>(this::join);
  private final MemoizedAnswer<CheckResult> checked = new MemoizedAnswer<>(this::check);
  private final MemoizedAnswer<List<RunFile>> files =
      new MemoizedAnswer<>(() -> FileMapper.files(loaded.get()));
  private final MemoizedAnswer<List<MigrationStream>> streams =
      new MemoizedAnswer<>(() -> StreamMapper.streams(joined().migration()));
  private final MemoizedAnswer<List<VhostConnection>> connections =
      new MemoizedAnswer<>(() -> ConnectionMapper.connections(joined().evidence()));
  private final MemoizedAnswer<List<QemuTrace>> traces =
      new MemoizedAnswer<>(() -> TraceMapper.traces(joined().evidence()));
  private final MemoizedAnswer<List<QmpEntry>> qmp =
      new MemoizedAnswer<>(() -> TraceMapper.qmp(joined().evidence()));
  private final MemoizedAnswer<Ledger> ledger =
      new MemoizedAnswer<>(() -> LedgerMapper.ledger(joined().migration()));
  private final MemoizedAnswer<List<RunFinding>> findings =
      new MemoizedAnswer<>(() -> FindingMapper.findings(checked.get()));
  private final MemoizedAnswer<RunTimeline> timeline =
      new MemoizedAnswer<>(() -> TimelineMapper.timeline(joined().migration(), checked.get()));
  private final MemoizedAnswer<List<RunDescriptor>> descriptors =
      new MemoizedAnswer<>(() -> DescriptorMapper.descriptors(joined().migration()));
  private final MemoizedAnswer<List<GuestDowntime>> downtimes =
      new MemoizedAnswer<>(() -> TimelineMapper.downtimes(joined().migration()));
  private volatile boolean cancelled;

  VtraceRun(String name, Path path, OpenOptions options) {
    this.name = name;
    this.path = path;
    this.options = options;
  }

  /** The name of the capture, as people know it. */
  public String name() {
    return name;
  }

  /** All files of the capture, those that were not read with the reason. */
  public List<RunFile> files() throws IOException {
    return files.get();
  }

  /** The migration streams. */
  public List<MigrationStream> streams() throws IOException {
    return streams.get();
  }

  /** The recorded vhost-user connections with their messages. */
  public List<VhostConnection> connections() throws IOException {
    return connections.get();
  }

  /** What QEMUs report about themselves: trace events, and lines of their logs. */
  public List<QemuTrace> traces() throws IOException {
    return traces.get();
  }

  /** All messages of all QMP transcripts. */
  public List<QmpEntry> qmp() throws IOException {
    return qmp.get();
  }

  /** What every start and stop of a device did and left out. */
  public Ledger ledger() throws IOException {
    return ledger.get();
  }

  /** What was found, worst first, causes before what follows from them. */
  public List<RunFinding> findings() throws IOException {
    return findings.get();
  }

  /** What happened when. */
  public RunTimeline timeline() throws IOException {
    return timeline.get();
  }

  /** File descriptors and where they were seen. */
  public List<RunDescriptor> descriptors() throws IOException {
    return descriptors.get();
  }

  /** Where the time went in which the guest did not run, for each migration that stopped it. */
  public List<GuestDowntime> downtimes() throws IOException {
    return downtimes.get();
  }

  /** Ends what other threads are reading. Answers that are there already can still be asked for. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Ends what other threads are reading. Answers that were given stay valid; no new ones are worked
   * out.
   */
  @Override
  public void close() {
    cancel();
  }

  private JoinedRun joined() throws IOException {
    return joined.get();
  }

  private ReadCapture load() throws IOException {
    proceed();
    Capture found = CaptureOpener.open(path);
    Set<FileSystem> archives = new HashSet<>();
    for (Input input : found.inputs()) {
      if (input.path().getFileSystem() != path.getFileSystem()) {
        archives.add(input.path().getFileSystem());
      }
    }
    try {
      return load(new Capture(name, found.participants(), found.inputs()));
    } finally {
      for (FileSystem archive : archives) {
        archive.close();
      }
    }
  }

  private ReadCapture load(Capture capture) throws IOException {
    if (capture.inputs().size() > options.maxEntries()) {
      throw new LimitExceededException(
          name
              + ": has "
              + capture.inputs().size()
              + " files, more than the "
              + options.maxEntries()
              + " that are allowed");
    }
    Map<Input, Long> sizes = new LinkedHashMap<>();
    long unpacked = 0;
    for (Input input : capture.inputs()) {
      long size = Files.size(input.path());
      sizes.put(input, size);
      unpacked += input.path().getFileSystem() == path.getFileSystem() ? 0 : size;
    }
    ReadControl control = new ReadControl(name, options, this::proceed, sizes, unpacked);
    LoadOptions reading = LoadOptions.DEFAULT.alsoEvents(options.events()).watchedBy(control);
    LoadedRun run = RunLoader.load(capture, reading);
    control.end();
    return new ReadCapture(run, sizes);
  }

  private JoinedRun join() throws IOException {
    LoadedRun run = loaded.get().run();
    proceed();
    return Analysis.joined(run);
  }

  private CheckResult check() throws IOException {
    JoinedRun run = joined();
    proceed();
    return Checker.check(CheckedRun.of(run));
  }

  private void proceed() {
    if (cancelled || options.cancel().getAsBoolean()) {
      throw new CancellationException(name + ": reading was cancelled");
    }
  }
}
