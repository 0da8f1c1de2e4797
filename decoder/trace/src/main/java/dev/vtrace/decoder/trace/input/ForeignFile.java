// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.input;

import dev.vtrace.decoder.bytes.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files that people take for migration streams or evidence, by the bytes that their formats begin
 * with. Only what is certain by these bytes is named.
 *
 * @param name what the file is, as it continues "it is"
 * @param advice what to do instead, or empty
 */
public record ForeignFile(String name, String advice) {
  /** Bytes that are enough to tell: an ISO image has its name after 32 KiB. */
  public static final int HEAD = 36 * 1024;

  private static final String STREAM = "save a stream with the monitor command migrate";
  private static final String IMAGE =
      "it holds a disk; a snapshot in it can be loaded and migrated by QEMU (loadvm)";
  private static final String MEMORY =
      "it holds memory, not device states; " + STREAM + " to have these";
  private static final String UNPACK = "unpack it first";
  private static final String TLS =
      "the traffic was encrypted (tls-creds); record it at a QEMU, as 'vtrace record' does";
  private static final String TCP =
      "it holds packets of a network; extract the payload of the TCP connection";

  /** First bytes of boot sectors: short and near jump, xor, cli. */
  private static final String BOOT_CODE = "\u00eb\u00e9\u0033\u00fa";

  private static final List<Magic> MAGICS = new ArrayList<>();

  static {
    for (int version = 0; version <= 4; version++) {
      tls("a TLS handshake", 0x16, version);
      tls("encrypted TLS data", 0x17, version);
      tls("a TLS alert", 0x15, version);
    }
    row("an SSH connection", "record the stream at a QEMU", 0, "SSH-2.0-");
    row("an HTTP answer", "", 0, "HTTP/1.");
    row("an HTML page", "", 0, "<!DOCTYPE html");
    row("an HTML page", "", 0, "<html");
    row("an NBD connection", "it holds a disk's contents", 0, "NBDMAGIC");
    row("a VNC connection", "", 0, "RFB 00");

    row("a qcow2 image", IMAGE, 0, "QFI\u00fb");
    row("a QED image", IMAGE, 0, "QED\0");
    row("a VMDK image", IMAGE, 0, "KDMV");
    row("a VDI image", IMAGE, 64, "\u007f\u0010\u00da\u00be");
    row("a VHDX image", IMAGE, 0, "vhdxfile");
    row("a VHD image", IMAGE, 0, "conectix");
    row("an ISO image", "it holds files", 0x8001, "CD001");
    row("a disk with a GPT", IMAGE, 512, "EFI PART");
    row("a LUKS volume", "it holds an encrypted disk", 0, "LUKS\u00ba\u00be");

    row("a dump of kdump-compressed memory (dump-guest-memory)", MEMORY, 0, "KDUMP   ");
    row("a dump of kdump-compressed memory", MEMORY, 0, "DISKDUMP");
    row("a flattened makedumpfile dump (dump-guest-memory)", MEMORY, 0, "makedumpfile\0");
    row("a Windows dump (dump-guest-memory -w)", MEMORY, 0, "PAGEDU64");
    row("a Windows dump (dump-guest-memory -w)", MEMORY, 0, "PAGEDUMP");
    row("a Windows minidump", MEMORY, 0, "MDMP");
    row("a VMware snapshot", MEMORY, 0, "\u00d2\u00be\u00d2\u00be");

    row("a tar archive", UNPACK, 257, "ustar");
    row("an lzma file", UNPACK, 0, "]\0\0\u0080\0");
    row("an lzop file", UNPACK, 0, "\u0089LZO\0\r\n");
    row("a 7z archive", UNPACK, 0, "7z\u00bc\u00af\u0027\u001c");
    row("a RAR archive", UNPACK, 0, "Rar!\u001a\u0007");
    row("a cpio archive", UNPACK, 0, "070701");
    row("an ar archive, such as a Debian package", UNPACK, 0, "!<arch>\n");
    row("an RPM package", UNPACK, 0, "\u00ed\u00ab\u00ee\u00db");

    row("a pcap file", TCP, 0, "\u00d4\u00c3\u00b2\u00a1");
    row("a pcap file", TCP, 0, "\u00a1\u00b2\u00c3\u00d4");
    row("a pcap file", TCP, 0, "\u004d\u003c\u00b2\u00a1");
    row("a pcap file", TCP, 0, "\u00a1\u00b2\u003c\u004d");

    row("a recording of perf", "export its text with perf script", 0, "PERFILE2");
    row("a recording of trace-cmd", "export its text with trace-cmd report", 0, "\u0017\bDtracing");
    row("a CTF trace", "export its text with babeltrace2", 0, "\u00c1\u001f\u00fc\u00c1");
    row("a CTF trace", "export its text with babeltrace2", 0, "\u00c1\u00fc\u001f\u00c1");
    row("a file of the systemd journal", "export its text with journalctl --file", 0, "LPKSHHRH");
    row("an SQLite database", "", 0, "SQLite format 3\0");
    row("a flattened device tree", "", 0, "\u00d0\r\u00fe\u00ed");
    row("a PNG picture", "", 0, "\u0089PNG\r\n");
    row("a JPEG picture", "", 0, "\u00ff\u00d8\u00ff");
    row("a PDF document", "", 0, "%PDF-");
    row("a Java class or a fat Mach-O program", "", 0, "\u00ca\u00fe\u00ba\u00be");
    row("a Windows program", "", 0, "MZ\u0090\0");

    row("a migration stream as base64 text", "unpack it with base64 -d", 0, "UUVWTQAAAA");
    row("a migration stream as hexadecimal text", "unpack it with xxd -r -p", 0, "5145564d000000");
    row(
        "a hexadecimal dump of a migration stream",
        "unpack it with xxd -r",
        0,
        "00000000: 5145 564d");
    row("text in UTF-16", "convert it with iconv -f utf-16 -t utf-8", 0, "\u00ff\u00fe");
    row("text in UTF-16", "convert it with iconv -f utf-16 -t utf-8", 0, "\u00fe\u00ff");
  }

  /** Bytes at an offset; a char each. */
  private record Magic(ForeignFile file, int offset, byte[] bytes) {
    boolean fits(byte[] head, int length) {
      if (length < offset + bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if (head[offset + i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static void row(String name, String advice, int offset, String bytes) {
    byte[] magic = bytes.getBytes(StandardCharsets.ISO_8859_1);
    MAGICS.add(new Magic(new ForeignFile(name, advice), offset, magic));
  }

  private static void tls(String name, int type, int version) {
    row(name, TLS, 0, (char) type + "\u0003" + (char) version);
  }

  /** What a file is that begins with these bytes; empty where that is not known. */
  public static Optional<ForeignFile> of(byte[] head, int length) {
    if (length >= 18 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F') {
      return Optional.of(elf(head));
    }
    for (Magic magic : MAGICS) {
      if (magic.fits(head, length)) {
        return Optional.of(magic.file());
      }
    }
    return boots(head, length)
        ? Optional.of(new ForeignFile("a raw image of a disk", IMAGE))
        : Optional.empty();
  }

  /** What a file is, after any packing; empty where that is not known. */
  public static Optional<ForeignFile> of(Path file) throws IOException {
    try (InputStream in = Inputs.look(file)) {
      byte[] head = in.readNBytes(HEAD);
      return of(head, head.length);
    }
  }

  /** A boot sector: a jump or other code that such sectors begin with, and the signature. */
  private static boolean boots(byte[] head, int length) {
    boolean signed = length >= 512 && head[510] == 0x55 && (head[511] & 0xff) == 0xaa;
    return signed && BOOT_CODE.indexOf(head[0] & 0xff) >= 0;
  }

  /** Of ELF files the type tells a core from a program; its byte order is told before. */
  private static ForeignFile elf(byte[] head) {
    int type = head[5] == 2 ? head[17] : head[16];
    return type == 4
        ? new ForeignFile("an ELF core, of a process or of dump-guest-memory", MEMORY)
        : new ForeignFile("an ELF program or library", "");
  }

  /** One sentence without its end: what it is, and what to do instead. */
  public String description() {
    return advice.isEmpty() ? name : name + ": " + advice;
  }
}
