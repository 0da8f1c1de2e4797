// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.bytes.EndOfBytes;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.bytes.StreamMagic;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.devices.DeviceTypes;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.vmstate.DescriptionReader;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.StreamDescription;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a migration stream from its first to its last byte and passes what it finds to a {@link
 * StreamVisitor}. Damaged input is no error of the decoder: findings come as diagnostics, and
 * reading goes on at the next record that can be recognised.
 *
 * <p>Memory does not grow with the stream: of what was passed on, only descriptors, the list of
 * virtio devices and counts are kept.
 *
 * <pre>{@code
 * StreamSummary summary = new StreamDecoder(source, StreamOptions.DEFAULT).decode(visitor);
 * }</pre>
 */
public final class StreamDecoder {
  private static final long MAGIC = 0x5145_564d;
  private static final long VERSION = 3;
  private static final int MAX_PACKAGE_DEPTH = 4;

  private final ByteSource source;
  private final StreamOptions options;
  private final Map<Long, SectionBuilder> open = new HashMap<>();
  private final Map<Long, IterativeReader> readers = new HashMap<>();
  private final List<VirtioReading> devices = new ArrayList<>();
  private final List<StreamDescriptor> descriptors = new ArrayList<>();
  private final Counts counts = new Counts();
  private final Footers footers = new Footers();
  private final Holes holes;

  @SuppressWarnings("NullAway.Init")
  private Cursor in;

  @SuppressWarnings("NullAway.Init")
  private StreamContext stream;

  @SuppressWarnings("NullAway.Init")
  private DeviceSections deviceSections;

  @SuppressWarnings("NullAway.Init")
  private StreamVisitor visitor;

  private long opaque;
  private long unreachable;
  private int errors;
  private boolean ended;
  private boolean lost;

  /** A decoder for one reading of a source. */
  public StreamDecoder(ByteSource source, StreamOptions options) {
    this.source = source;
    this.options = options;
    this.holes = new Holes(options.holes());
  }

  /** Whether a source holds a migration stream, or the beginning of one, after any zero bytes. */
  public static boolean isStream(ByteSource source) {
    long start = LeadingZeros.skip(source);
    return isStream(source, start) || start == 0 && isDamaged(source);
  }

  /** Whether a source is a stream whose magic is damaged. */
  private static boolean isDamaged(ByteSource source) {
    byte[] head = new byte[StreamMagic.LENGTH];
    Cursor in = new Cursor(source, 0, source.size());
    int length = 0;
    while (length < head.length && in.has(1)) {
      head[length++] = (byte) in.u8();
    }
    return StreamMagic.isDamaged(head, length);
  }

  /** Whether the bytes at an offset start a stream; fewer than four must be those of its magic. */
  static boolean isStream(ByteSource source, long offset) {
    Cursor in = new Cursor(source, offset, source.size());
    for (int i = 0; i < 4 && in.has(1); i++) {
      if (in.u8() != (MAGIC >> 24 - 8 * i & 0xff)) {
        return false;
      }
    }
    return in.position() > offset;
  }

  /**
   * Decodes the source.
   *
   * @throws IOException if the source cannot be read
   */
  public StreamSummary decode(StreamVisitor receiver) throws IOException {
    WithoutHoles filter = holes.isEmpty() ? null : new WithoutHoles(receiver, holes);
    visitor = filter == null ? receiver : filter;
    visitor.begin(source);
    in = new Cursor(source, 0, source.size());
    stream = new StreamContext(in, visitor, options.pages());
    header();
    description();
    DeviceTypes types = new DeviceTypes(options.descriptors(), devices);
    deviceSections = new DeviceSections(stream, footers, types, options.schema(), open.keySet());
    if (!lost) {
      try {
        records(in.end(), null, 0);
      } catch (InternalError e) {
        throw new IOException(source.name() + ": the file became shorter while it was read", e);
      }
      checkpoints();
      trailing();
      for (Diagnostic diagnostic : deviceSections.conclude()) {
        diagnose(diagnostic);
      }
    }
    if (filter != null) {
      conclude(filter.pages());
    }
    StreamSummary summary =
        new StreamSummary(
            outcome(),
            new Coverage(source.size(), source.size() - opaque - unreachable, opaque, unreachable),
            stream.machine(),
            List.copyOf(stream.capabilities()),
            stream.pageSize(),
            counts,
            List.copyOf(descriptors),
            List.copyOf(devices),
            errors);
    visitor.end(summary);
    return summary;
  }

  /** What holes that no record reaches, and the pages in them, mean for the whole. */
  private void conclude(long pages) throws IOException {
    devices.removeIf(device -> holes.touches(device.state().offset(), device.state().end()));
    for (StreamHole hole : holes.list()) {
      if (hole.offset() >= source.size() || lost) {
        String message = hole.length() + " bytes are not in the recording (" + hole.why() + ")";
        diagnose(new Diagnostic(Code.STREAM_HOLE, hole.offset(), hole.length(), "", message));
      }
    }
    if (pages > 0) {
      String message = pages + " pages of guest memory are not in the recording, and left out";
      diagnose(new Diagnostic(Code.STREAM_HOLE, holes.list().get(0).offset(), 0, "ram", message));
    }
  }

  private StreamOutcome outcome() {
    if (lost || unreachable > 0) {
      return StreamOutcome.MALFORMED;
    }
    return ended ? StreamOutcome.COMPLETE : StreamOutcome.TRUNCATED;
  }

  private void header() throws IOException {
    SectionBuilder header = new SectionBuilder(0, SectionKind.HEADER);
    long start = LeadingZeros.skip(source);
    if (in.end() - start < 8) {
      header.truncated(start, in.end() - start, "the stream's header");
      in.seek(in.end());
      finish(header, null);
      return;
    }
    if (start > 0) {
      header.fields.add(Field.leaf("padding", "padding", 0, start, Value.NONE));
      in.seek(start);
      header.report(
          Code.LEADING_BYTES, 0, start, "", "the stream begins after " + start + " zero bytes");
    }
    long magic = in.u32();
    if (magic != MAGIC) {
      header.report(
          Code.NOT_A_STREAM,
          start,
          4,
          "",
          "the input begins with 0x" + Long.toHexString(magic) + " instead of QEVM");
      if (start == 0 && isDamaged(source)) {
        header.unreachable = 4;
        version(header, start);
        return;
      }
      in.seek(in.end());
      header.unreachable = in.end();
      lost = true;
      finish(header, null);
      return;
    }
    header.fields.add(Field.leaf("magic", "uint32", start, 4, new Value.Named(magic, 4, "QEVM")));
    version(header, start);
  }

  private void version(SectionBuilder header, long start) throws IOException {
    long version = in.u32();
    header.fields.add(
        Field.leaf("version", "uint32", start + 4, 4, new Value.Int(version, 4, false)));
    header.version = version;
    if (version != VERSION) {
      header.report(
          Code.UNSUPPORTED_VERSION, start + 4, 4, "", "this is stream version " + version);
    }
    finish(header, null);
  }

  private void description() throws IOException {
    if (options.schema() != null) {
      stream.pageSize(options.schema().description().pageSize());
    }
    boolean there = !lost && source.complete();
    DescriptionFinder.Found found = there ? DescriptionFinder.find(source, in.position()) : null;
    if (found == null) {
      long tooLong = there ? DescriptionFinder.tooLong(source, in.position()) : -1;
      if (tooLong >= 0) {
        String message =
            String.format(
                "the description has %,d bytes, and one of more than %,d is not read",
                tooLong, DescriptionFinder.MAX_LENGTH);
        diagnose(new Diagnostic(Code.DESCRIPTION_TOO_LARGE, source.size(), 0, "", message));
      } else if (!lost && options.schema() == null) {
        diagnose(
            new Diagnostic(
                Code.NO_DESCRIPTION, source.size(), 0, "", "the stream has no description"));
      }
      return;
    }
    Cursor text = new Cursor(source, found.offset(), found.offset() + found.length());
    StreamDescription read = DescriptionReader.read(text.bytes(found.length()));
    if (!read.complete()) {
      diagnose(
          new Diagnostic(
              Code.DESCRIPTION_DAMAGED,
              found.offset(),
              found.length(),
              "",
              "the description is not valid JSON; "
                  + read.devices().size()
                  + " devices were read from it"));
    }
    stream.description(read);
  }

  /** Reads records up to an end; those of a package are collected in it, others passed on. */
  private void records(long end, @Nullable SectionBuilder enclosing, int depth) throws IOException {
    while (in.position() < end) {
      if (ended && enclosing == null && in.peek() != SectionKind.VMDESCRIPTION.type()) {
        return;
      }
      SectionKind kind = SectionKind.of(in.peek());
      SectionBuilder record =
          new SectionBuilder(in.position(), kind == null ? SectionKind.UNKNOWN : kind);
      if (kind == null) {
        unknown(record, end);
      } else {
        in.skip(1);
        try {
          record(record, end, depth);
        } catch (EndOfBytes cut) {
          in.seek(end);
          record.truncated(cut.position(), end - cut.position(), where(record));
        }
        if (record.stopped && in.position() < end) {
          in.seek(resync(record, end));
        }
      }
      finish(record, enclosing);
      if (kind == SectionKind.EOF && enclosing == null) {
        ended = true;
      }
    }
  }

  private static String where(SectionBuilder record) {
    return record.name.isEmpty() ? "a record of kind " + record.kind.label() : "the section's data";
  }

  private void record(SectionBuilder record, long end, int depth) throws IOException {
    switch (record.kind) {
      case CONFIGURATION:
        new ConfigurationReader(stream).read(record);
        break;
      case START:
      case FULL:
        start(record);
        break;
      case PART:
      case END:
        part(record);
        break;
      case COMMAND:
        command(record, end, depth);
        break;
      case VMDESCRIPTION:
        vmDescription(record);
        break;
      default:
        // The end of the stream is its byte.
    }
  }

  private void start(SectionBuilder section) throws IOException {
    section.id = in.u32();
    section.name = in.shortText();
    section.instance = in.u32();
    section.version = in.u32();
    IterativeReader reader = Iterative.reader(section.name, stream);
    if (reader == null) {
      deviceSections.read(section);
      return;
    }
    open.put(section.id, section);
    readers.put(section.id, reader);
    reader.read(section);
    footers.read(in, section);
  }

  private void part(SectionBuilder section) throws IOException {
    section.id = in.u32();
    SectionBuilder begun = open.get(section.id);
    if (begun == null) {
      section.stopped = true;
      section.report(
          Code.UNKNOWN_SECTION,
          section.offset,
          5,
          "",
          "no section " + section.id + " was started before this part of one");
      return;
    }
    section.name = begun.name;
    section.instance = begun.instance;
    requireNonNull(readers.get(section.id)).read(section);
    footers.read(in, section);
  }

  private void command(SectionBuilder record, long end, int depth) throws IOException {
    long at = in.position();
    int number = in.u16();
    int length = in.u16();
    StreamCommand command = StreamCommand.of(number);
    record.id = number;
    record.name = command == null ? "command " + number : command.name();
    record.fields.add(
        Field.leaf("command", "uint16", at, 2, new Value.Named(number, 2, record.name)));
    record.fields.add(Field.leaf("length", "uint16", at + 2, 2, new Value.Int(length, 2, false)));
    record.counts.add("CMD_" + record.name);
    if (!in.has(length)) {
      record.truncated(at, in.remaining(), "the command's payload");
      in.skip(in.remaining());
      return;
    }
    CommandPayload.read(in, command, length, record);
    if (command == StreamCommand.POSTCOPY_ADVISE && record.fields.size() > 2) {
      stream.hostPageSizes(record.fields.get(2).number(0));
    }
    if (command == StreamCommand.PACKAGED && !record.stopped) {
      packaged(record, end, depth);
    }
  }

  private void packaged(SectionBuilder record, long end, int depth) throws IOException {
    Field field = record.fields.get(record.fields.size() - 1);
    long size = field.number(0);
    long start = in.position();
    long stop = Math.min(end, start + size);
    if (depth >= MAX_PACKAGE_DEPTH) {
      record.stopped = true;
      record.report(Code.BAD_LENGTH, start, size, "", "packages are nested too deep");
      return;
    }
    long outer = in.limit(stop);
    records(stop, record, depth + 1);
    in.limit(outer);
    if (stop < start + size) {
      record.truncated(stop, 0, "the package of " + size + " bytes");
    }
  }

  private void vmDescription(SectionBuilder record) {
    long at = in.position();
    long length = in.u32();
    record.fields.add(Field.leaf("length", "uint32", at, 4, new Value.Int(length, 4, false)));
    long there = Math.min(length, in.remaining());
    record.fields.add(Field.leaf("text", "json", at + 4, there, Value.NONE));
    in.skip(there);
    if (there < length) {
      record.truncated(at + 4, there, "the description");
    }
  }

  private void unknown(SectionBuilder record, long end) {
    record.report(
        Code.UNKNOWN_RECORD,
        record.offset,
        1,
        "",
        "no record starts with the byte 0x" + Integer.toHexString(in.peek()));
    in.skip(1);
    in.seek(resync(record, end));
  }

  /** The next place that looks like the start of a record; what lies before it is unreachable. */
  private long resync(SectionBuilder record, long end) {
    long here = in.position();
    long next = Resync.nextRecord(in, end, open.keySet(), stream.description());
    record.unreachable += next - here + (record.kind == SectionKind.UNKNOWN ? 1 : 0);
    return next;
  }

  /** What follows the migration that begins COLO: messages, and the states of its checkpoints. */
  private void checkpoints() throws IOException {
    // A source that begins COLO asks for a checkpoint and sends its pages; it does not say so
    // before.
    boolean colo =
        ColoMessage.of(in.peekU32(0)) == ColoMessage.CHECKPOINT_REQUEST
            && (in.remaining() == 4 || ColoMessage.of(in.peekU32(4)) == ColoMessage.VMSTATE_SEND);
    while (colo && ended && in.has(4)) {
      long at = in.position();
      ColoMessage message = ColoMessage.of(in.peekU32(0));
      if (message == null) {
        return;
      }
      SectionBuilder record = new SectionBuilder(at, SectionKind.RECORD);
      record.name = "COLO_" + message;
      Value word = new Value.Named(in.u32(), 4, message.name());
      record.fields.add(Field.leaf("message", "uint32", at, 4, word));
      long stop = in.end();
      boolean sized = message == ColoMessage.VMSTATE_SIZE;
      if (sized && in.has(8)) {
        long size = in.integer(8, false);
        Value bytes = new Value.Int(size, 8, false);
        record.fields.add(Field.leaf("size", "uint64", at + 4, 8, bytes));
        stop = size < 0 || size > in.remaining() ? in.end() : in.position() + size;
      }
      finish(record, null);
      if (sized || message == ColoMessage.VMSTATE_SEND) {
        ended = false;
        long outer = in.limit(stop);
        records(stop, null, 0);
        in.limit(outer);
      }
    }
  }

  private void trailing() throws IOException {
    long left = in.remaining();
    if (left == 0) {
      return;
    }
    SectionBuilder rest = new SectionBuilder(in.position(), SectionKind.UNKNOWN);
    rest.fields.add(Field.opaque("trailing", "unknown", in.position(), left));
    rest.report(
        Code.TRAILING_BYTES, in.position(), left, "", left + " bytes follow the end of the stream");
    in.skip(left);
    finish(rest, null);
  }

  private void finish(SectionBuilder record, @Nullable SectionBuilder enclosing)
      throws IOException {
    if (record.kind != SectionKind.HEADER && record.kind != SectionKind.COMMAND) {
      counts.add(record.kind.counter());
    }
    if (record.footer) {
      counts.add("FOOTER");
    }
    counts.add(record.counts);
    holes.takeBack(record, in.position());
    Section section = record.build(in.position());
    descriptors(section.fields(), section.name());
    for (Diagnostic diagnostic : record.diagnostics) {
      diagnose(diagnostic);
    }
    if (enclosing != null) {
      enclosing.sections.add(section);
      return;
    }
    opaque += section.opaque();
    unreachable += section.unreachable();
    visitor.section(section);
  }

  private void descriptors(List<Field> fields, String parent) {
    for (Field field : fields) {
      if (field.value() instanceof Value.DescriptorValue descriptor) {
        DescriptorLog log = options.descriptors();
        String recorded = log == null ? null : log.kindAt(field.offset());
        String kind = recorded == null ? descriptor.kind() : recorded;
        String path = Field.path(parent, field.label());
        descriptors.add(new StreamDescriptor(descriptors.size(), field.offset(), path, kind));
      } else if (field.hasDescriptors()) {
        descriptors(field.children(), Field.path(parent, field.label()));
      }
    }
  }

  private void diagnose(Diagnostic diagnostic) throws IOException {
    if (diagnostic.severity() == Severity.ERROR) {
      errors++;
    }
    visitor.diagnostic(diagnostic);
  }
}
