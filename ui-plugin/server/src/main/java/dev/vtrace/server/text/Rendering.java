// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.UnlinkedFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text that stands for a file, in a temporary file that only its owner can read and that is
 * gone when the text is closed. Of a binary file it has the offset that each line is about; where
 * it stands for lines, it has as many, each about the line of its number.
 */
public final class Rendering {
  private static final String NAME = "<text>";

  private final ByteSource text;
  private final long[] offsets;
  private final boolean lines;

  private Rendering(ByteSource text, long[] offsets, boolean lines) {
    this.text = text;
    this.offsets = offsets;
    this.lines = lines;
  }

  /** Writes the text of a file. */
  @FunctionalInterface
  interface RenderedContent {
    void write(Sheet sheet) throws IOException;
  }

  /** Takes lines. */
  static final class Sheet {
    private final OutputStream out;
    private long[] offsets = new long[1024];
    private int lines;
    private boolean numbered;

    private Sheet(OutputStream out) {
      this.out = out;
    }

    /** Adds the line that is about a line of the file (first 0); those before it are empty. */
    void numbered(long number, CharSequence text) throws IOException {
      numbered = true;
      while (lines < number) {
        line(-1, "");
      }
      line(-1, text);
    }

    /** Adds a line, whose end is added. */
    void line(long offset, CharSequence text) throws IOException {
      if (lines == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * lines);
      }
      offsets[lines++] = offset;
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n' || bytes[i] == '\r') {
          bytes[i] = ' ';
        }
      }
      out.write(bytes);
      out.write('\n');
    }
  }

  static Rendering of(RenderedContent content) throws IOException {
    FileChannel file = UnlinkedFile.open();
    try {
      // Not closed, since that would close the file.
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
      Sheet sheet = new Sheet(out);
      content.write(sheet);
      out.flush();
      return new Rendering(
          new ChannelSource(NAME, file), Arrays.copyOf(sheet.offsets, sheet.lines), sheet.numbered);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The text. */
  public ByteSource text() {
    return text;
  }

  /** Whether each line is about the line of the file that has its number. */
  public boolean hasLines() {
    return lines;
  }

  /** The offset that a line is about; -1 for none. */
  public long offset(long line) {
    return line < 0 || line >= offsets.length ? -1 : offsets[(int) line];
  }

  /** The last line about an offset, or about one before it. */
  public long line(long offset) {
    int low = 0;
    int high = offsets.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (offsets[middle] <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
