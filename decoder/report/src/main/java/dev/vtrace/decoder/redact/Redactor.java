// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.capture.FileNote;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.event.EventTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a capture without what is private. The copy has the same files in the same formats, and
 * every record is where it was, so that it is read, and judged, as the original is. What cannot be
 * redacted is left out.
 */
public final class Redactor {
  private static final String NAMELESS = "capture";

  /** What is left of the reason of a gap, which may name a file of the host. */
  private static final String GAP = "not recorded";

  private final Capture capture;
  private final Pseudonyms names;
  private final Scrubber scrubber;

  @SuppressWarnings("NullAway.Init")
  private EventTable events;

  private Redactor(Capture capture, Set<SecretKind> keep) {
    this.capture = capture;
    this.names = new Pseudonyms(keep);
    this.scrubber = Scrubber.replacing(names);
  }

  /**
   * Copies a capture.
   *
   * @param keep kinds to leave as they are
   * @param folder an empty folder that only its owner can read
   * @throws IOException if a file cannot be read or written
   */
  public static Redaction redact(Capture capture, Set<SecretKind> keep, Path folder)
      throws IOException {
    return new Redactor(capture, keep).redact(folder);
  }

  private Redaction redact(Path folder) throws IOException {
    events();
    learn();
    names.restart();
    List<String> called = RedactedFile.names(capture.inputs(), scrubber);
    List<Redaction.File> files = new ArrayList<>();
    List<Input> copies = new ArrayList<>();
    List<RecordedGap> gaps = new ArrayList<>();
    for (int i = 0; i < capture.inputs().size(); i++) {
      Input input = capture.inputs().get(i);
      Path to = folder.resolve(called.get(i));
      String why = copy(input, to);
      long before = Files.size(input.path());
      InputKind kind = PacketRedactor.copied(input.kind());
      files.add(
          new Redaction.File(
              called.get(i), kind.label(), before, why.isEmpty() ? Files.size(to) : -1, why));
      if (why.isEmpty()) {
        String participant = scrubber.name(input.participant());
        copies.add(new Input(to, called.get(i), kind, input.role(), participant));
        for (RecordedGap gap : CaptureGaps.of(capture, input)) {
          gaps.add(new RecordedGap(called.get(i), gap.offset(), gap.bytes(), GAP));
        }
      }
    }
    List<String> participants = new ArrayList<>();
    for (String participant : capture.participants()) {
      participants.add(scrubber.name(participant));
    }
    // It is the name of a folder or an archive, and the title of the report: a stand-in of the same
    // length would only look odd there.
    boolean known = names.keeps(SecretKind.PATH) || Vocabulary.knows(capture.name());
    String name = known ? capture.name() : NAMELESS;
    Capture copy = new Capture(name, participants, copies, gaps, notes(called));
    return new Redaction(copy, files, names.counts(), names.kept());
  }

  /** What was said of files before they were read, without the words of the system. */
  private List<FileNote> notes(List<String> called) {
    List<FileNote> out = new ArrayList<>();
    for (FileNote note : capture.notes()) {
      String file = scrubber.name(note.file());
      for (int i = 0; i < called.size(); i++) {
        file = capture.inputs().get(i).name().equals(note.file()) ? called.get(i) : file;
      }
      out.add(note.of(file));
    }
    return out;
  }

  private void events() throws IOException {
    for (Input input : capture.with(InputRole.EVENTS)) {
      try (ByteSource source = Inputs.open(input.path());
          InputStream in = new SourceStream(source)) {
        events = EventTable.read(in, input.name(), d -> {});
        return;
      }
    }
  }

  /** Goes through the texts once to learn names from where they are told to be names. */
  private void learn() throws IOException {
    Scrubber learning = Scrubber.learning(names);
    for (Input input : capture.inputs()) {
      ByteSource source = readable(input) && input.role() != InputRole.STREAM ? open(input) : null;
      if (source != null) {
        try (source;
            InputStream in = new SourceStream(source)) {
          bytes(learning, input, in, OutputStream.nullOutputStream());
        }
      }
    }
  }

  /** The bytes of a file; null if they cannot be read, which its findings tell. */
  private static @Nullable ByteSource open(Input input) {
    try {
      return Inputs.open(input.path());
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean readable(Input input) {
    return input.role() != InputRole.OTHER;
  }

  /** Copies a file; returns why it was left out, or nothing. */
  private String copy(Input input, Path to) throws IOException {
    if (!readable(input)) {
      return "vtrace does not use it in a run";
    }
    ByteSource opened = open(input);
    if (opened == null) {
      return "it cannot be read";
    }
    try (ByteSource source = opened) {
      if (input.role() == InputRole.STREAM) {
        Path plain = to.resolveSibling(to.getFileName() + ".plain");
        String why = stream(input, source, plain);
        if (why.isEmpty()) {
          try (InputStream in = Files.newInputStream(plain);
              OutputStream out = PackedOutput.create(to)) {
            in.transferTo(out);
          }
        }
        Files.deleteIfExists(plain);
        return why;
      }
      try (InputStream in = new SourceStream(source);
          OutputStream out = PackedOutput.create(to)) {
        bytes(scrubber, input, in, out);
      }
      return "";
    }
  }

  private String stream(Input input, ByteSource source, Path to) throws IOException {
    try {
      new StreamRedactor(scrubber).redact(source, descriptors(input), to);
      return "";
    } catch (RedactionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void bytes(Scrubber by, Input input, InputStream in, OutputStream out)
      throws IOException {
    switch (input.kind()) {
      case PCAPNG:
      case PCAP:
        new PacketRedactor(by).redact(input.kind(), in, out);
        break;
      case SIMPLETRACE:
        new SimpletraceRedactor(by, events).redact(in, out);
        break;
      default:
        new LineRedactor(by).redact(input.kind(), in, out);
    }
  }

  /** The descriptors that were recorded beside a stream, or null. */
  private @Nullable DescriptorLog descriptors(Input stream) throws IOException {
    for (Input input : capture.with(InputRole.DESCRIPTORS)) {
      if (input.group().equals(stream.group())) {
        try {
          return DescriptorLogReader.read(input.name(), input.path());
        } catch (IOException e) {
          // A list that cannot be read proves nothing.
          return null;
        }
      }
    }
    return null;
  }
}
