// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of a caller as a source. They are the caller's to close. */
record NamedSource(String name, long size, NamedBytes bytes) implements ByteSource {
  static NamedSource of(NamedBytes bytes) {
    return new NamedSource(bytes.name(), bytes.size(), bytes);
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) throws IOException {
    int wanted = (int) Math.max(0, Math.min(length, size - offset));
    ByteBuffer target = ByteBuffer.wrap(into, at, wanted);
    while (target.hasRemaining()) {
      if (bytes.read(offset + wanted - target.remaining(), target) <= 0) {
        throw new IOException(name + ": has fewer bytes than the " + size + " that were announced");
      }
    }
    return wanted;
  }

  @Override
  public void close() {}
}
