// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.input.TraceReaders;
import dev.vtrace.decoder.trace.socket.Pcapng;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;

/**
 * Redacts packets. Of a recording of another program, only the vhost-user messages are kept, as
 * vtrace itself records them; addresses and all other traffic are not in the copy.
 */
final class PacketRedactor {
  private static final int PEEKED = 4096;

  private final PcapngRedactor redactor;

  PacketRedactor(Scrubber scrubber) {
    this.redactor = new PcapngRedactor(scrubber);
  }

  /** What the copy of a file of this kind is. */
  static InputKind copied(InputKind kind) {
    return kind == InputKind.PCAP ? InputKind.PCAPNG : kind;
  }

  void redact(InputKind kind, InputStream in, OutputStream out) throws IOException {
    PushbackInputStream back = new PushbackInputStream(in, PEEKED);
    byte[] head = back.readNBytes(PEEKED);
    back.unread(head);
    if (kind == InputKind.PCAPNG && !Pcapng.isForeign(head)) {
      redactor.redact(back, out);
      return;
    }
    ReadOptions options = ReadOptions.of("", found -> {});
    TraceReader reader = TraceReaders.of(kind, options).orElseThrow();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(block)) {
      pass(block, out);
      reader.read(
          back,
          record -> {
            try {
              write(record, writer);
              pass(block, out);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(TraceRecord record, PcapngWriter writer) throws IOException {
    if (record instanceof WireMessage message) {
      writer.write(message);
    }
  }

  private void pass(ByteArrayOutputStream block, OutputStream out) throws IOException {
    redactor.redact(new ByteArrayInputStream(block.toByteArray()), out);
    block.reset();
  }
}
