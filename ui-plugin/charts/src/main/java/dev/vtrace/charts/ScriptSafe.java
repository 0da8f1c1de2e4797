// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes JSON on so that it can stand in a script element: {@code <} ends or opens something there,
 * and in JSON it occurs within strings only, where it can be written in another way.
 */
final class ScriptSafe extends FilterOutputStream {
  private static final byte[] LESS = "\\u003c".getBytes(StandardCharsets.US_ASCII);

  ScriptSafe(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    if (b == '<') {
      out.write(LESS);
    } else {
      out.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '<') {
        out.write(bytes, from, i - from);
        out.write(LESS);
        from = i + 1;
      }
    }
    out.write(bytes, from, offset + length - from);
  }
}
