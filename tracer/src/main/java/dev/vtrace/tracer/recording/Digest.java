// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what a file holds, which goes on where it has got to while the file grows. */
final class Digest {
  private static final int BLOCK = 1 << 16;

  private final MessageDigest sha256 = sha256();
  private long done;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  /** Of how many bytes it is. */
  long done() {
    return done;
  }

  /** Goes on up to this position, or to the end of the file. */
  void goOn(SeekableByteChannel file, long until) throws IOException {
    file.position(done);
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (done < until) {
      block.clear().limit((int) Math.min(BLOCK, until - done));
      int count = file.read(block);
      if (count < 0) {
        return;
      }
      sha256.update(block.flip());
      done += count;
    }
  }

  /**
   * Of the first {@code size} bytes of a file, in hexadecimal. Where more of it was seen already,
   * the file is read from its beginning. Afterwards it is that of no bytes again.
   */
  String of(SeekableByteChannel file, long size) throws IOException {
    if (done > size) {
      restart();
    }
    goOn(file, size);
    done = 0;
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** What was seen is no longer in the file. */
  void restart() {
    sha256.reset();
    done = 0;
  }
}
