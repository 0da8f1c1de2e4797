// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.stream.RamPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * Replaces the content of pages by other pages that take as many bytes: zeros where a page stands
 * as it is, the same runs of other bytes in XBZRLE, and in zlib data another page that packs to the
 * same length.
 */
final class PageRedactor {
  private static final int MOST_PAGE = 1 << 20;
  private static final int SEEDS = 16;

  /** How far the length of the noise may be from that of the packed page. */
  private static final int NEAR = 512;

  private final Pseudonyms names;

  /** Packed pages by length: most lengths come often. */
  private final Map<Integer, byte[]> packed = new HashMap<>();

  PageRedactor(Pseudonyms names) {
    this.names = names;
  }

  void redact(RamPage page, ByteSource source, PatchedCopy patch) throws IOException {
    switch (page.kind()) {
      case ZERO:
        break;
      case XBZRLE:
        if (!names.keeps(SecretKind.MEMORY)) {
          patch.write(page.offset(), runs(patch.original(page.offset(), (int) page.length())));
          names.count(SecretKind.MEMORY);
        }
        break;
      case COMPRESS_PAGE:
        if (!names.keeps(SecretKind.MEMORY)) {
          patch.write(page.offset(), packed(page));
          names.count(SecretKind.MEMORY);
        }
        break;
      default:
        patch.clear(SecretKind.MEMORY, page.offset(), page.length(), names);
    }
  }

  /** Lengths of equal and of new bytes by turns, in LEB128, the new bytes after theirs. */
  private static byte[] runs(byte[] encoded) {
    byte[] out = encoded.clone();
    int at = 0;
    boolean fresh = false;
    while (at < out.length) {
      int length = 0;
      int shift = 0;
      while (at < out.length && shift < 28) {
        int b = out[at++];
        length |= (b & 0x7f) << shift;
        shift += 7;
        if ((b & 0x80) == 0) {
          break;
        }
      }
      if (fresh) {
        int end = (int) Math.min(out.length, (long) at + length);
        Arrays.fill(out, at, end, (byte) 1);
        at = end;
      }
      fresh = !fresh;
    }
    return out;
  }

  private byte[] packed(RamPage page) throws IOException {
    int length = (int) page.length();
    byte[] known = packed.get(length);
    if (known == null) {
      known = search(page.size(), length);
      packed.put(length, known);
    }
    return known;
  }

  /** A page of noise followed by zeros packs to about the length of the noise: find how much. */
  private static byte[] search(int size, int length) throws IOException {
    int[] levels = {Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION, Deflater.NO_COMPRESSION};
    for (int seed = 0; seed < SEEDS && size <= MOST_PAGE; seed++) {
      byte[] noise = new byte[size];
      new Random(seed).nextBytes(noise);
      for (int level : levels) {
        int low = Math.min(size, Math.max(0, length - NEAR));
        for (int n = low; n <= Math.min(size, length + NEAR); n++) {
          byte[] out = deflate(Arrays.copyOf(Arrays.copyOf(noise, n), size), level);
          if (out.length == length) {
            return out;
          }
        }
      }
    }
    throw new RedactionException("no page was found that packs to " + length + " bytes");
  }

  private static byte[] deflate(byte[] page, int level) {
    Deflater deflater = new Deflater(level);
    deflater.setInput(page);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[4096];
    while (!deflater.finished()) {
      out.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
    return out.toByteArray();
  }
}
