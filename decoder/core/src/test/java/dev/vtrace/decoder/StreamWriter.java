// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder;

import dev.vtrace.decoder.bytes.HeapSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes migration streams for tests, with the offsets of the descriptors in them. */
public final class StreamWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Long> descriptors = new ArrayList<>();
  private final StringBuilder devices = new StringBuilder();

  /** Begins a stream with header and configuration section. */
  public static StreamWriter begin(String machine) {
    StreamWriter writer = new StreamWriter().text("QEVM").u32(3).u8(7).u32(machine.length());
    return writer.text(machine);
  }

  public StreamWriter u8(int value) {
    out.write(value);
    return this;
  }

  public StreamWriter u16(int value) {
    return u8(value >> 8).u8(value);
  }

  public StreamWriter u32(long value) {
    return u16((int) (value >> 16)).u16((int) value);
  }

  public StreamWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  public StreamWriter text(String text) {
    return bytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  public StreamWriter shortText(String text) {
    return u8(text.length()).text(text);
  }

  public StreamWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public StreamWriter zeros(int count) {
    return bytes(new byte[count]);
  }

  /** Writes the byte that stands for a descriptor. */
  public StreamWriter descriptor() {
    descriptors.add((long) out.size());
    return u8(0x20);
  }

  public StreamWriter subsection(String name, int version) {
    return u8(5).shortText(name).u32(version);
  }

  /** Writes the header of a full section. */
  public StreamWriter full(int id, String name, int instance, int version) {
    return u8(4).u32(id).shortText(name).u32(instance).u32(version);
  }

  public StreamWriter footer(int id) {
    return u8(0x7e).u32(id);
  }

  /** Adds a device to the description to come. */
  public StreamWriter describe(String json) {
    devices.append(devices.length() == 0 ? "" : ", ").append(json);
    return this;
  }

  /** Ends the stream with its description. */
  public StreamWriter end() {
    String json = "{\"page_size\": 4096, \"devices\": [" + devices + "]}";
    return endWith(json);
  }

  /** Ends the stream with this text as its description. */
  public StreamWriter endWith(String json) {
    return u8(0).u8(6).u32(json.length()).text(json);
  }

  public int size() {
    return out.size();
  }

  public List<Long> descriptors() {
    return descriptors;
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }

  public HeapSource source() {
    return new HeapSource("synthetic", toBytes());
  }
}
