// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.redact.PackedOutput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts names of events that never happened out of a binary trace of version 4, which begins with
 * those of all events that QEMU has. {@link dev.vtrace.decoder.trace.simpletrace.SimpletraceReader}
 * has the layout.
 */
final class SimpletraceCut {
  private static final int LONGEST = 64 * 1024;

  private final Minimizer minimizer;
  private final Input input;

  SimpletraceCut(Minimizer minimizer, Input input) {
    this.minimizer = minimizer;
    this.input = input;
  }

  void cut() throws IOException {
    Set<Long> used = new HashSet<>();
    if (!copy(used, null)) {
      return;
    }
    Path to = minimizer.copyPath(input);
    try (OutputStream out = PackedOutput.create(to)) {
      copy(used, out);
    }
    if (minimizer.accept(Map.of(input, to))) {
      minimizer.note("names of events that are not in " + input.name());
    }
  }

  /** Goes through all records; false if it is no whole file of version 4. */
  private boolean copy(Set<Long> used, @Nullable OutputStream out) throws IOException {
    try (ByteSource source = Inputs.open(input.path());
        InputStream in = new BufferedInputStream(new SourceStream(source), LONGEST)) {
      byte[] head = in.readNBytes(24);
      if (head.length < 24) {
        return false;
      }
      boolean big = ByteBuffer.wrap(head).getLong(8) == 0xf2b177cb0aa429b4L;
      ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      if (ByteBuffer.wrap(head).order(order).getLong(16) != 4) {
        return false;
      }
      write(out, head);
      while (true) {
        byte[] start = in.readNBytes(28);
        if (start.length == 0) {
          return true;
        }
        if (start.length < 28) {
          return false;
        }
        ByteBuffer fields = ByteBuffer.wrap(start).order(order);
        boolean event = fields.getLong(0) == 1;
        long id = fields.getLong(8);
        // After the type and the number: a length, or the time and then a length.
        int length = event ? fields.getInt(24) + 8 : fields.getInt(16) + 20;
        if (fields.getLong(0) >>> 1 != 0 || length < 28 && event || length > LONGEST) {
          return false;
        }
        byte[] record = record(in, start, length);
        if (record == null) {
          return false;
        }
        if (event && out == null) {
          used.add(id);
        }
        if (event || used.contains(id)) {
          write(out, record);
        }
      }
    }
  }

  /** A record of which 28 bytes were read; null if the file ends in it, or it is shorter. */
  private static byte @Nullable [] record(InputStream in, byte[] start, int length)
      throws IOException {
    if (length < start.length) {
      return null;
    }
    byte[] record = new byte[length];
    System.arraycopy(start, 0, record, 0, start.length);
    int there = in.readNBytes(record, start.length, length - start.length);
    return there == length - start.length ? record : null;
  }

  private static void write(@Nullable OutputStream out, byte[] bytes) throws IOException {
    if (out != null) {
      out.write(bytes);
    }
  }
}
