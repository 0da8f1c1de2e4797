// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** Pieces of one frame that the reference implementation made at level 3, flushed after each. */
class ZstdStreamTest {
  private static final String[] PIECES = {
    "KLUv/QBYjA8Adl5DFqAnxQbmJXc+IY2EKpiVvTPJ5EENp2JBADYAOQDi3tSmNaXpp57OtEMOZXillVVS"
        + "WZZlWZYkWUIeNFhgQQIJ3plVEf32TCtCAshgBBADg0GBcRAwHAKDDAUCgcIgCHYxX9nKVabyyy5PuWWW"
        + "pXxkIxeZyCebZmhKQxqhuY996kOff/yZTz/8yOc85pZL7l2749alG9UqUvFFF6fYIotSPGiwICyEBCEh"
        + "PBIaCYuERMKT0CSkO7KjOqL7777PvXfe5X52s5ed7LfbPvbaGcMhMJxM0BBUgkiQEHTceOHFCSd+d7vX"
        + "ne4/+zznnnmW82HDBRcmDDFnYzZlQza3sc3Y1IZWsR41WmhRQole1QKBSagRcHb7nwFxRyU9EYwQIAQU"
        + "XCjuAV7YMDBmiSSnaKjNbV5tdvNmm5J0Ek1O383bzTbedvYYRSZTVNTONts2t3m1zchQOSkXJ429oTI2"
        + "tLxmFKeJ5DORXGYUj4nkMKN9xMNBjUdlLNXgwMahigflGJXhiMeBKg/FGKvhgI+DEo/KGKrDgY1DFQ/K"
        + "MSrDEY8DVebjiOKiwyMDp/yW9g55N3EptuuWkl2xFNd1paiuVcp0lVJGV5TiuTYpzRqVVUTKWEjIQIL8"
        + "McQ9QtaRCCBnhAZBAoNAgYMcqPuBJRYDUhU=",
    "AoAAAA==",
    "YAkAgrcO7n8aUDm+8H7CNH8GbtCPXcdRJEfjQEMAAmtuVFWUoGVoXWTEmAu41FRKhyGpmgGtIZ61nPah"
        + "XvbxWh2DC7fOCda7wATnF1xkPH3ssLWA7De8lxLdLmquuUuujS+fopxaKEye91IYKc8QebCA6ddKHBD8"
        + "q2pCQ9M2Vt6+TB7XlkjoVuj5ovWMlfDOSznBW/+tXC37i7ggthGcuo/4h5auWwXygKaM7ZO2soyw0bNY"
        + "5rqrSFVlufSQKNVX15qKDmRR4VxwXBXxc1QbRDiiXPdjEtTus8IkaHm/ALPPjtE6vxKaMJetlrRC1tG9"
        + "70hQw/RlRC6zAMM3pkimwNvdc/yV9cLEUYWa/oDUCqOd+5JJ9Aw+432WFEXIBvWMfPISffqJT5KW/PM8"
        + "CECZ",
    "bAAAAAIAKeeEKtTulvgVCA==",
    "TAAAEGFiAQCbz3dY"
  };

  private static final int[] SIZES = {5000, 4096, 300, 3300, 4000};

  private static byte[] piece(int i) {
    return Base64.getDecoder().decode(PIECES[i]);
  }

  private static byte[] unpack(ZstdStream stream, byte[] piece, int size)
      throws DataFormatException {
    byte[] pages = new byte[size];
    stream.unpack(piece, pages, size);
    return pages;
  }

  private static byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append("record ").append(i).append(" of guest page ");
      text.append(Integer.toHexString(i * 4096)).append('\n');
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void piecesBuildOnEachOther() throws DataFormatException {
    ZstdStream stream = new ZstdStream();
    assertThat(unpack(stream, piece(0), SIZES[0])).isEqualTo(text(SIZES[0]));
    assertThat(unpack(stream, piece(1), SIZES[1])).isEqualTo(new byte[SIZES[1]]);
    byte[] random = unpack(stream, piece(2), SIZES[2]);
    byte[] both = unpack(stream, piece(3), SIZES[3]);
    assertThat(Arrays.copyOf(both, 3000)).isEqualTo(text(3000));
    assertThat(Arrays.copyOfRange(both, 3000, SIZES[3])).isEqualTo(random);
    byte[] pairs = unpack(stream, piece(4), SIZES[4]);
    assertThat(new String(pairs, StandardCharsets.US_ASCII)).isEqualTo("ab".repeat(SIZES[4] / 2));
  }

  @Test
  void aPieceThatUnpacksToMoreOrLessIsRefused() {
    for (int size : new int[] {0, 1, SIZES[0] - 1, SIZES[0] + 1, 1 << 19}) {
      assertThatThrownBy(() -> unpack(new ZstdStream(), piece(0), size))
          .isInstanceOf(DataFormatException.class);
    }
  }

  @Test
  void damageIsRefusedOrUnpackedButNeverThrowsAnythingElse() {
    Random random = new Random(2);
    for (int i = 0; i < 40_000; i++) {
      byte[] damaged = piece(i % PIECES.length);
      ZstdStream stream = new ZstdStream();
      try {
        if (i % PIECES.length > 0) {
          unpack(stream, piece(0), SIZES[0]);
        }
        for (int n = random.nextInt(3); n >= 0; n--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        unpack(stream, Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)), 4096);
      } catch (DataFormatException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
