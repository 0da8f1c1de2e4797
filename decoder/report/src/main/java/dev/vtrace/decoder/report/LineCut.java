// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.redact.PackedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Empties lines of a log that nothing rests on. The empty lines stay, so that places in the rest
 * are still found by their numbers; packed they take next to no room.
 */
final class LineCut {
  private static final int TRIES = 15;
  private static final int LARGEST = 64 << 20;

  private final Minimizer minimizer;
  private Input input;
  private int tries = TRIES;

  LineCut(Minimizer minimizer, Input input) {
    this.minimizer = minimizer;
    this.input = input;
  }

  void cut() throws IOException {
    String[] lines = lines();
    if (lines == null) {
      return;
    }
    BitSet empty = new BitSet();
    int total = lines.length;
    for (int step = total; step >= 1 && tries > 0; step = step / 2) {
      for (int from = 0; from < total && tries > 0; from += step) {
        BitSet more = (BitSet) empty.clone();
        more.set(from, Math.min(total, from + step));
        if (more.cardinality() > empty.cardinality() && attempt(lines, more)) {
          empty = more;
        }
      }
    }
    if (!empty.isEmpty()) {
      int count = empty.cardinality();
      minimizer.note(count + " of " + total + " lines of " + input.name());
    }
  }

  private String @Nullable [] lines() throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      if (source.size() == 0 || source.size() > LARGEST) {
        return null;
      }
      byte[] bytes = new byte[(int) source.size()];
      int n = source.read(0, bytes, 0, bytes.length);
      return new String(bytes, 0, n, StandardCharsets.ISO_8859_1).split("\n");
    }
  }

  private boolean attempt(String[] lines, BitSet empty) throws IOException {
    tries--;
    Path file = minimizer.copyPath(input);
    try (OutputStream out = PackedOutput.create(file)) {
      for (int i = 0; i < lines.length; i++) {
        if (!empty.get(i)) {
          out.write(lines[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write('\n');
      }
    }
    if (!minimizer.accept(Map.of(input, file))) {
      Files.delete(file);
      return false;
    }
    for (Input each : minimizer.best().inputs()) {
      input = each.path().equals(file) ? each : input;
    }
    return true;
  }
}
