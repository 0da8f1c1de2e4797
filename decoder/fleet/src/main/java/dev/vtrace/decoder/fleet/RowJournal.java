// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of captures in the order in which they were read, as JSON lines: the first has {@code
 * format} and {@code tool}, each other one the rows of a capture. What a crash has left of the last
 * line is cut off. Only the places of the lines are kept in memory.
 */
public final class RowJournal implements Closeable {
  static final String FORMAT = "vtrace-fleet-journal/1";
  private static final String WRONG = "wrong";
  private static final String RIGHT = "right";
  private static final JsonFactory JSON = new JsonFactory();

  /** Where a line lies, and what the capture was like when it was written. */
  private record JournalLine(long offset, int length, String stamp, boolean wrong) {}

  private final RandomAccessFile file;
  private final SortedMap<String, JournalLine> lines = new TreeMap<>();
  private long end;

  private RowJournal(RandomAccessFile file) {
    this.file = file;
  }

  /** A new journal; a file that is there is overwritten. */
  public static RowJournal create(Path path, String tool) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(0);
      RowJournal journal = new RowJournal(file);
      journal.append(head(tool));
      return journal;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * The journal of an earlier run, to be continued; a new one if there is none, or if it was
   * written by another version of the tool, which might make other rows.
   */
  public static RowJournal resume(Path path, String tool) throws IOException {
    if (!Files.isRegularFile(path)) {
      return create(path, tool);
    }
    RowJournal journal = new RowJournal(new RandomAccessFile(path.toFile(), "rw"));
    try {
      if (!journal.index(tool)) {
        journal.close();
        return create(path, tool);
      }
      journal.file.setLength(journal.end);
      return journal;
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /**
   * The journal of an earlier run, to be read only.
   *
   * @throws IOException if it is none
   */
  public static RowJournal open(Path path) throws IOException {
    RowJournal journal = new RowJournal(new RandomAccessFile(path.toFile(), "r"));
    try {
      if (!journal.index(null)) {
        throw new IOException(path + ": is not a journal of 'vtrace summarize'");
      }
      return journal;
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /** Whether it has the rows of a capture that was just like this one. */
  public boolean has(FleetCapture capture) throws IOException {
    JournalLine line = lines.get(capture.name());
    return line != null && line.stamp().equals(capture.stamp());
  }

  /** Adds the rows of a capture; they replace earlier ones. */
  public void add(CaptureRows rows, String stamp) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("capture", rows.capture());
      out.writeStringField("stamp", stamp);
      out.writeStringField("result", rows.isWrong() ? WRONG : RIGHT);
      for (FleetTable table : FleetTable.values()) {
        out.writeArrayFieldStart(table.label());
        for (FleetRow row : rows.of(table)) {
          out.writeStartArray();
          for (Object value : row.values()) {
            value(out, value);
          }
          out.writeEndArray();
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    }
    bytes.write('\n');
    long at = end;
    append(bytes.toByteArray());
    lines.put(rows.capture(), new JournalLine(at, bytes.size(), stamp, rows.isWrong()));
  }

  private static void value(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else {
      out.writeString((String) value);
    }
  }

  /** The names of all captures, sorted. */
  public List<String> captures() {
    return List.copyOf(lines.keySet());
  }

  /** Whether a capture could not be read, or has an error that nobody asked for. */
  public boolean isWrong() {
    return lines.values().stream().anyMatch(JournalLine::wrong);
  }

  /** The rows of a capture that it has. */
  public CaptureRows rows(String capture) throws IOException {
    JournalLine line = requireNonNull(lines.get(capture));
    byte[] bytes = new byte[line.length()];
    file.seek(line.offset());
    file.readFully(bytes);
    List<FleetRow> rows = new ArrayList<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        FleetTable table = FleetTable.of(json.currentName());
        json.nextToken();
        if (table != null) {
          while (json.nextToken() == JsonToken.START_ARRAY) {
            rows.add(row(table, json));
          }
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the journal has a row of another version: " + e.getMessage(), e);
    }
    return new CaptureRows(capture, line.wrong(), rows);
  }

  private static FleetRow row(FleetTable table, JsonParser json) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(
          switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> (Long) json.getLongValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
          });
    }
    return new FleetRow(table, values);
  }

  private static byte[] head(String tool) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("format", FORMAT);
      out.writeStringField("tables", FleetTable.FORMAT);
      out.writeStringField("tool", tool);
      out.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void append(byte[] line) throws IOException {
    file.seek(end);
    file.write(line);
    end += line.length;
  }

  /**
   * Finds the whole lines.
   *
   * @param tool that must have written it; null for any
   * @return false if it is no such journal
   */
  private boolean index(@Nullable String tool) throws IOException {
    file.seek(0);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    InputStream in = new BufferedInputStream(Channels.newInputStream(file.getChannel()), 1 << 16);
    long at = 0;
    boolean first = true;
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (first ? !isHead(bytes, tool) : !addLine(bytes, at)) {
          return !first;
        }
        first = false;
        at += bytes.length;
        end = at;
      }
    }
    return !first;
  }

  private static boolean isHead(byte[] line, @Nullable String tool) {
    String[] fields = {"format", "tables", "tool"};
    String @Nullable [] told = fields(line, fields);
    return told != null
        && FORMAT.equals(told[0])
        && FleetTable.FORMAT.equals(told[1])
        && (tool == null || tool.equals(told[2]));
  }

  private boolean addLine(byte[] line, long at) {
    String @Nullable [] told = fields(line, "capture", "stamp", "result");
    if (told == null) {
      return false;
    }
    lines.put(told[0], new JournalLine(at, line.length, told[1], told[2].equals(WRONG)));
    return true;
  }

  /** The first fields of a line, which are texts with these names; null if they are not. */
  private static String @Nullable [] fields(byte[] line, String... names) {
    String[] out = new String[names.length];
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (int i = 0; i < names.length; i++) {
        if (!names[i].equals(json.nextFieldName()) || json.nextToken() != JsonToken.VALUE_STRING) {
          return null;
        }
        out[i] = json.getText();
      }
      return out;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
