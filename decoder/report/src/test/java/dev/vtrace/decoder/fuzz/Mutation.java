// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One of the ways to damage an input. Which one, where and how comes from a seeded source of random
 * numbers, so that each input can be made again.
 */
enum Mutation {
  FLIP_BIT {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      byte[] out = in.clone();
      out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
      return out;
    }
  },

  SET_BYTE {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      byte[] out = in.clone();
      out[random.nextInt(out.length)] = (byte) random.nextInt(256);
      return out;
    }
  },

  /** A number of two, four or eight bytes, in either order, at a limit of what it can hold. */
  SET_NUMBER {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      byte[] out = in.clone();
      int width = 2 << random.nextInt(3);
      long value = LIMITS[random.nextInt(LIMITS.length)];
      int at = random.nextInt(out.length);
      boolean little = random.nextBoolean();
      for (int i = 0; i < width && at + i < out.length; i++) {
        int shift = 8 * (little ? i : width - 1 - i);
        out[at + i] = (byte) (value >> shift);
      }
      return out;
    }
  },

  /** A number that is written in digits. */
  SET_DIGITS {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      int at = random.nextInt(in.length);
      while (at < in.length && !Character.isDigit(in[at])) {
        at++;
      }
      int end = at;
      while (end < in.length && Character.isDigit(in[end])) {
        end++;
      }
      String number = Long.toString(LIMITS[random.nextInt(LIMITS.length)]);
      return replace(in, at, end, number.getBytes(StandardCharsets.US_ASCII));
    }
  },

  CUT_END {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      return Arrays.copyOf(in, random.nextInt(in.length));
    }
  },

  REMOVE {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      int at = random.nextInt(in.length);
      return replace(in, at, at + random.nextInt(Math.min(64, in.length - at) + 1), new byte[0]);
    }
  },

  REPEAT {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      int at = random.nextInt(in.length);
      int end = at + random.nextInt(Math.min(256, in.length - at) + 1);
      return replace(in, at, at, Arrays.copyOfRange(in, at, end));
    }
  },

  ZERO {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      byte[] out = in.clone();
      int at = random.nextInt(out.length);
      Arrays.fill(out, at, at + random.nextInt(Math.min(64, out.length - at) + 1), (byte) 0);
      return out;
    }
  },

  /** A piece of another input. */
  SPLICE {
    @Override
    byte[] of(byte[] in, List<byte[]> others, Random random) {
      byte[] other = others.get(random.nextInt(others.size()));
      if (other.length == 0) {
        return in;
      }
      int from = random.nextInt(other.length);
      int to = from + random.nextInt(Math.min(512, other.length - from) + 1);
      int at = random.nextInt(in.length);
      int end = at + random.nextInt(Math.min(512, in.length - at) + 1);
      return replace(in, at, end, Arrays.copyOfRange(other, from, to));
    }
  };

  private static final long[] LIMITS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    0x100000000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    4096,
    -4096
  };

  /** Inputs do not grow beyond what one run of a target takes little time for. */
  private static final int LARGEST = 16 * 1024;

  /** A damaged copy of an input that is not empty. */
  abstract byte[] of(byte[] in, List<byte[]> others, Random random);

  /** An input with as many mutations as are usual, one to five. */
  static byte[] some(List<byte[]> inputs, Random random) {
    byte[] out = inputs.get(random.nextInt(inputs.size()));
    Mutation[] all = values();
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      byte[] next = out.length == 0 ? out : all[random.nextInt(all.length)].of(out, inputs, random);
      out = next.length > LARGEST ? Arrays.copyOf(next, LARGEST) : next;
    }
    return out;
  }

  private static byte[] replace(byte[] in, int from, int to, byte[] with) {
    byte[] out = Arrays.copyOf(in, from + with.length + in.length - to);
    System.arraycopy(with, 0, out, from, with.length);
    System.arraycopy(in, to, out, from + with.length, in.length - to);
    return out;
  }
}
