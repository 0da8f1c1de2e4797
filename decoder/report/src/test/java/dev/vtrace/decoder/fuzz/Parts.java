// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several files in one input of a fuzzer, with a line between them that mutations seldom break. */
final class Parts {
  private static final byte[] BETWEEN = "\n--8<--\n".getBytes(StandardCharsets.US_ASCII);

  private Parts() {}

  /** The files of an input, at least one. */
  static List<byte[]> split(byte[] input) {
    List<byte[]> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i + BETWEEN.length <= input.length; i++) {
      if (Arrays.equals(input, i, i + BETWEEN.length, BETWEEN, 0, BETWEEN.length)) {
        parts.add(Arrays.copyOfRange(input, begin, i));
        begin = i + BETWEEN.length;
        i = begin - 1;
      }
    }
    parts.add(Arrays.copyOfRange(input, begin, input.length));
    return parts;
  }

  /** The input that these files make. */
  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        out.writeBytes(BETWEEN);
      }
      out.writeBytes(parts[i]);
    }
    return out.toByteArray();
  }
}
