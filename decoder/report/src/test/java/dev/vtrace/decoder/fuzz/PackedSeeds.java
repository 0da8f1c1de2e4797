// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Small files, packed in all ways that are read. */
final class PackedSeeds {
  private static final byte[] LOG =
      ascii("2026-11-23T08:00:00.000000Z vhost_commit Started: 0 Changed: 1\n");
  private static final byte[] MANIFEST =
      ascii(
          "{\"format\": \"vtrace-capture/1\", \"participants\": [{\"name\": \"src\"},"
              + " {\"role\": \"dst\"}], \"files\": [{\"name\": \"src.log\", \"role\": \"trace\","
              + " \"participant\": \"src\", \"size\": 63}, {\"name\": \"dst.log\", \"role\":"
              + " \"other\"}]}");

  private PackedSeeds() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static Map<String, byte[]> packed(byte[] stream) throws IOException {
    Map<String, byte[]> out = new LinkedHashMap<>();
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("raw", stream);
    forms.put("gzip", gzip(stream));
    forms.put("xz", xz(stream));
    forms.put("zstd", Zstd.compress(stream));
    forms.put("zip", zip(Map.of("stream.bin", gzip(stream)), ZipEntry.DEFLATED));
    String[] words = {"raw", "gzip", "bzip2", "xz", "lzop", "zstd", "sparse"};
    for (Map.Entry<String, byte[]> form : forms.entrySet()) {
      out.put(form.getKey(), form.getValue());
      for (int i = 0; i < words.length; i++) {
        if (words[i].equals(form.getKey())) {
          out.put("save-" + form.getKey(), save(form.getValue(), i, ByteOrder.LITTLE_ENDIAN));
          out.put("big-" + form.getKey(), save(form.getValue(), i, ByteOrder.BIG_ENDIAN));
        }
      }
    }
    out.put("save-gzip-in-zstd", Zstd.compress(out.get("save-gzip")));
    out.put("cut-zstd", Arrays.copyOf(out.get("zstd"), out.get("zstd").length / 2));
    return out;
  }

  static Map<String, byte[]> archives() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("src.log", LOG);
    files.put("dst.log.gz", gzip(LOG));
    Map<String, byte[]> out = new LinkedHashMap<>();
    out.put("deflated", zip(files, ZipEntry.DEFLATED));
    out.put("stored", zip(files, ZipEntry.STORED));
    out.put("one", zip(Map.of("src.log", LOG), ZipEntry.STORED));
    out.put("in-gzip", gzip(out.get("deflated")));
    out.put("in-zip", zip(Map.of("inner.zip", out.get("deflated")), ZipEntry.DEFLATED));
    files.put("capture.json", MANIFEST);
    out.put("described", zip(files, ZipEntry.DEFLATED));
    Map<String, byte[]> folder = new LinkedHashMap<>();
    folder.put("run/", new byte[0]);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      folder.put("run/" + file.getKey(), file.getValue());
    }
    out.put("folder", zip(folder, ZipEntry.STORED));
    return out;
  }

  static Map<String, byte[]> manifests() {
    String[] odd = {
      "../src.log", "/etc/passwd", "", ".", "a\\u0000b", "\\ud800", "./src.log", "a/../src.log"
    };
    Map<String, byte[]> out = new LinkedHashMap<>();
    out.put("plain", Parts.join(MANIFEST, LOG));
    String text = new String(MANIFEST, StandardCharsets.US_ASCII);
    for (int i = 0; i < odd.length; i++) {
      out.put("odd-" + i, Parts.join(ascii(text.replaceFirst("src\\.log", odd[i])), LOG));
    }
    out.put("twice", Parts.join(ascii(text.replace("dst.log", "src.log")), LOG));
    return out;
  }

  static Map<String, byte[]> settings() {
    Map<String, byte[]> out = new LinkedHashMap<>();
    out.put("codes", ascii("{\"ignore\": [\"VT3312\", \"VT0201\"]}"));
    out.put(
        "events",
        ascii("{\"events\": {\"mine\": [\"vhost_dev_*\"], \"none\": []}, \"ignore\": []}"));
    out.put("twice", ascii("{\"events\": {\"a\": [], \"a\": [\"b\"]}}"));
    out.put("more", ascii("{\"ignore\": []} {\"ignore\": [\"VT3312\"]}"));
    return out;
  }

  private static byte[] save(byte[] stream, int format, ByteOrder order) {
    byte[] xml = ascii("<domain/>\0");
    ByteBuffer out = ByteBuffer.allocate(92 + xml.length + stream.length).order(order);
    out.put(ascii("LibvirtQemudSave")).putInt(2).putInt(xml.length).putInt(1).putInt(format);
    return out.position(92).put(xml).put(stream).array();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] xz(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream xz = new XZOutputStream(out, new LZMA2Options(0))) {
      xz.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> files, int method) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setMethod(method);
        entry.setSize(file.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
