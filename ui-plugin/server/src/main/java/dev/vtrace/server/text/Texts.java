// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.input.TraceReaders;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.server.stream.FieldWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the text of a file: its own, what is packed in it, or what stands for binary content. */
public final class Texts {
  private static final long SECOND = 1_000_000_000L;

  private Texts() {}

  /**
   * A text and, for binary content, the offsets of its lines.
   *
   * @param rendering null for text that is there as such
   */
  public record OpenText(TextFile file, @Nullable Rendering rendering) {}

  /**
   * Opens a file.
   *
   * @param kind of the content
   * @param plain whether the file itself is the text; it may grow then
   * @throws IOException if it cannot be read, or has no text
   */
  public static OpenText open(Path path, InputKind kind, boolean plain) throws IOException {
    String name = path.toString();
    if (plain) {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new OpenText(new TextFile(name, kind, new ChannelSource(name, channel)), null);
    }
    switch (kind) {
      case SIMPLETRACE:
        return rendered(name, InputKind.QEMU_LOG, sheet -> simpletrace(path, sheet));
      case PCAPNG:
      case PCAP:
        MessageRows packets = new MessageRows();
        return rendered(
            name,
            InputKind.TEXT,
            sheet ->
                read(
                    path,
                    reader(kind, name),
                    record -> sheet.line(record.span().offset(), packets.of(record))));
      case MIGRATION_STREAM:
        return rendered(name, InputKind.TEXT, sheet -> stream(path, sheet));
      default:
        return new OpenText(new TextFile(name, kind, Inputs.open(path)), null);
    }
  }

  /**
   * Opens the decoded messages of a file of which each has a line; so has each in the text.
   *
   * @throws IOException if it cannot be read
   */
  public static OpenText messages(Path path) throws IOException {
    String name = path.toString();
    MessageRows rows = new MessageRows();
    return rendered(
        name,
        InputKind.TEXT,
        sheet ->
            read(
                path,
                reader(InputKind.VHOST_USER_JSON, name),
                record -> sheet.numbered(record.span().line() - 1, rows.of(record))));
  }

  private static TraceReader reader(InputKind kind, String name) {
    return TraceReaders.of(kind, ReadOptions.of(name, d -> {})).orElseThrow();
  }

  private static OpenText rendered(String name, InputKind kind, Rendering.RenderedContent content)
      throws IOException {
    Rendering rendering = Rendering.of(content);
    return new OpenText(new TextFile(name, kind, rendering.text()), rendering);
  }

  private static void simpletrace(Path path, Rendering.Sheet sheet) throws IOException {
    read(
        path,
        reader(InputKind.SIMPLETRACE, path.toString()),
        record -> {
          if (record instanceof TraceEvent event) {
            // The form of a log with thread ids; the time is that of the trace's own clock.
            String text =
                String.format(
                    "%d@%d.%06d:%s %s",
                    Math.max(0, event.thread()),
                    event.timeNs() / SECOND,
                    event.timeNs() % SECOND / 1000,
                    event.name(),
                    event.text());
            sheet.line(event.span().offset(), text.stripTrailing());
          }
        });
  }

  private static void stream(Path path, Rendering.Sheet sheet) throws IOException {
    try (ByteSource source = Inputs.open(path)) {
      FieldWords words = new FieldWords(source);
      new StreamDecoder(source, new StreamOptions(null, null, false, CaptureGaps.holes(path)))
          .decode(
              new StreamVisitor() {
                @Override
                public void section(Section section) throws IOException {
                  sheet.line(
                      section.offset(),
                      String.format("%14d  %s", section.offset(), FieldWords.label(section)));
                  fields(section.fields(), "  ");
                }

                private void fields(List<Field> fields, String indent) throws IOException {
                  for (Field field : fields) {
                    String value = words.value(field);
                    String text =
                        String.format("%14d  %s%s", field.offset(), indent, field.label());
                    sheet.line(field.offset(), value.isEmpty() ? text : text + " = " + value);
                    fields(field.children(), indent + "  ");
                  }
                }
              });
    }
  }

  @FunctionalInterface
  private interface Sink {
    void accept(TraceRecord record) throws IOException;
  }

  private static void read(Path path, TraceReader reader, Sink sink) throws IOException {
    try (ByteSource source = Inputs.open(path)) {
      reader.read(
          source,
          record -> {
            try {
              sink.accept(record);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
