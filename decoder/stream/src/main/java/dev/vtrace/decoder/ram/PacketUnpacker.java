// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the packets of one multifd channel, which are pieces of one compressed stream: none can
 * be unpacked without those before it. Not for use by several threads at once.
 */
public final class PacketUnpacker implements AutoCloseable {
  /** All pages of a packet. */
  private static final int MOST = 512 * 1024;

  private @Nullable Inflater inflater;
  private @Nullable ZstdStream zstd;
  private byte[] output = new byte[0];
  private boolean broken;

  /** What holds the pages of the last packet, from its beginning on. */
  public byte[] output() {
    return output;
  }

  /** Unpacks the next packet, to so many bytes; returns what is wrong with it, or null. */
  public @Nullable String zlib(byte[] packed, int size) {
    if (broken || size > MOST) {
      return fault("a packet before it could not be unpacked");
    }
    if (inflater == null) {
      inflater = new Inflater();
      output = new byte[MOST];
    }
    inflater.setInput(packed);
    try {
      int done = 0;
      while (done < size) {
        int n = inflater.inflate(output, done, size - done);
        if (n == 0) {
          return fault("the zlib data unpacks to " + done + " instead of " + size + " bytes");
        }
        done += n;
      }
      // The mark of the flush may not have been taken in yet; it unpacks to nothing.
      if (inflater.inflate(new byte[1]) != 0 || inflater.getRemaining() > 0) {
        return fault("the zlib data unpacks to more than " + size + " bytes");
      }
    } catch (DataFormatException e) {
      return fault("the content is not zlib data");
    }
    return null;
  }

  /** Unpacks the next packet, to so many bytes; returns what is wrong with it, or null. */
  public @Nullable String zstd(byte[] packed, int size) {
    if (broken || size > MOST) {
      return fault("a packet before it could not be unpacked");
    }
    if (zstd == null) {
      zstd = new ZstdStream();
      output = new byte[MOST];
    }
    try {
      zstd.unpack(packed, output, size);
    } catch (DataFormatException e) {
      return fault(String.valueOf(e.getMessage()));
    }
    return null;
  }

  /** Frees what the libraries hold outside the heap. */
  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
    if (zstd != null) {
      zstd.close();
    }
  }

  private String fault(String why) {
    broken = true;
    return why;
  }
}
