// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.vmstate.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States of virtiofsd, written from their format and read back. */
class VirtiofsdStateTest {
  /** As virtiofsd 1.13.2 gave it, of a guest that has not mounted the file system. */
  private static final String RECORDED = "01000200000000000000";

  private static byte[] state() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("01" + "04"));
    out.writeBytes(HexFormat.of().parseHex("01" + "02" + "00" + "00"));
    out.writeBytes(HexFormat.of().parseHex("ac02" + "01" + "01" + "01" + "05"));
    out.writeBytes("a \u00e9b".getBytes(StandardCharsets.UTF_8));
    out.writeBytes(HexFormat.of().parseHex("01" + "ffffffffffffffffff01" + "01" + "02" + "abcd"));
    out.writeBytes(HexFormat.of().parseHex("03" + "01" + "02" + "00"));
    out.writeBytes(HexFormat.of().parseHex("04" + "01" + "04" + "07" + "02" + "01" + "99" + "00"));
    out.writeBytes(HexFormat.of().parseHex("05" + "01" + "0a" + "ac02" + "00" + "808004" + "0b"));
    out.writeBytes(HexFormat.of().parseHex("00010001" + "01" + "07" + "01" + "2f"));
    return out.toByteArray();
  }

  private static Field chunks(byte[] state, int size) throws IOException {
    StreamWriter out = StreamWriter.begin("none").full(5, "dev", 0, 1);
    int bytes = 4;
    for (int at = 0; at < state.length; at += size) {
      byte[] chunk = Arrays.copyOfRange(state, at, Math.min(state.length, at + size));
      out.u32(chunk.length).bytes(chunk);
      bytes += 4 + chunk.length;
    }
    out.u32(0).footer(5);
    String described =
        "{\"name\": \"dev\", \"instance_id\": 0, \"vmsd_name\": \"dev\", \"version\": 1, \"fields\":"
            + " [{\"name\": \"f\", \"type\": \"virtio-fs back-end state\", \"size\": "
            + bytes
            + "}]}";
    Decoded decoded = Decoded.of(out.describe(described).end().source());
    decoded.checkCoverage();
    return decoded.field("dev", "f/chunks");
  }

  @Test
  void inodesAndOpenFiles() throws IOException {
    Field state = chunks(state(), 1000).children().get(1).children().get(0);
    Field first = state.child("v1");

    assertThat(first.child("inodes").children()).hasSize(5);
    Field path = first.child("inodes").children().get(2);
    assertThat(path.number("id", -1)).isEqualTo(300);
    assertThat(path.child("location").child("filename").value().toString()).contains("a \u00e9b");
    Field handle = path.child("file_handle").child("value");
    assertThat(handle.number("mnt_id", 0)).isEqualTo(-1);
    assertThat(handle.number("handle_type", 0)).isEqualTo(-1);
    assertThat(first.number("next_inode", -1)).isEqualTo(5);
    Field open = first.child("handles").children().get(1);
    assertThat(open.number("inode", -1)).isEqualTo(300);
    assertThat(open.child("source").number("flags", -1)).isEqualTo(0x8000);
    assertThat(first.child("negotiated_opts").number("announce_submounts", -1)).isEqualTo(1);
    assertThat(state.child("mount_paths").children().get(1).number("mnt_id", -1)).isEqualTo(7);
  }

  @Test
  void asRecorded() throws IOException {
    Field chunks = chunks(HexFormat.of().parseHex(RECORDED), 1000);
    assertThat(chunks.opaqueBytes()).isZero();
    Field state = chunks.children().get(1).children().get(0);
    assertThat(state.child("v1").number("next_inode", -1)).isEqualTo(2);
  }

  /** Bounds of chunks may lie anywhere in it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20})
  void inChunks(int size) throws IOException {
    assertThat(chunks(state(), size).opaqueBytes()).isZero();
  }

  /** Cut, longer, or with another byte where few are possible, it is another back-end's state. */
  @Test
  void whatIsNoSuchStateIsOpaque() throws IOException {
    byte[] state = state();
    byte[] variant = state.clone();
    variant[0] = 2;
    byte[] count = state.clone();
    count[1] = 0x7f;
    for (byte[] other :
        List.of(
            Arrays.copyOf(state, state.length - 1),
            Arrays.copyOf(state, state.length + 1),
            variant,
            new byte[9],
            count,
            new byte[] {1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 127})) {
      assertThat(chunks(other, 1000).opaqueBytes()).isEqualTo(other.length);
    }
  }
}
