// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.trace.event.BuiltinEvents;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.EventTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through QEMU's binary trace: texts among the arguments are scrubbed, arguments of events
 * that nobody declared are cleared. {@link dev.vtrace.decoder.trace.simpletrace.SimpletraceReader}
 * has the layout.
 */
final class SimpletraceRedactor {
  private static final int FILE_HEADER = 24;
  private static final int RECORD = 24;
  private static final int MOST = 64 * 1024;
  private static final int LONGEST_NAME = 512;
  private static final long DROPPED = -2;

  private final Scrubber scrubber;
  private final EventTable declared;
  private final Map<Long, String> names = new HashMap<>();

  @SuppressWarnings("NullAway.Init")
  private ByteOrder order;

  /**
   * For one file.
   *
   * @param declared events of the QEMU that wrote it, in the order of its numbers; or null
   */
  SimpletraceRedactor(Scrubber scrubber, EventTable declared) {
    this.scrubber = scrubber;
    this.declared = declared;
  }

  void redact(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(FILE_HEADER);
    out.write(head);
    if (head.length < FILE_HEADER) {
      return;
    }
    long first = ByteBuffer.wrap(head).getLong(8);
    order = first == 0xf2b177cb0aa429b4L ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean typed = ByteBuffer.wrap(head).order(order).getLong(16) >= 4;
    boolean more = true;
    while (more) {
      more = typed ? typed(in, out) : record(in, out);
    }
    // What is no record may be anything.
    byte[] chunk = new byte[MOST];
    for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
      clear(chunk, 0, n);
      out.write(chunk, 0, n);
    }
  }

  private boolean typed(InputStream in, OutputStream out) throws IOException {
    byte[] type = in.readNBytes(8);
    out.write(type);
    if (type.length < 8) {
      return false;
    }
    long what = ByteBuffer.wrap(type).order(order).getLong(0);
    return what == 1 ? record(in, out) : what == 0 && mapping(in, out);
  }

  private boolean mapping(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(12);
    ByteBuffer fields = ByteBuffer.wrap(head).order(order);
    int length = head.length < 12 ? -1 : fields.getInt(8);
    if (length < 0 || length > LONGEST_NAME) {
      out.write(new byte[head.length]);
      return false;
    }
    String name = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    names.put(fields.getLong(0), name);
    out.write(head);
    out.write(scrubber.name(name).getBytes(StandardCharsets.ISO_8859_1));
    return name.length() == length;
  }

  private boolean record(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(RECORD);
    ByteBuffer fields = ByteBuffer.wrap(head).order(order);
    int length = head.length < RECORD ? -1 : fields.getInt(16);
    if (length < RECORD || length > MOST) {
      out.write(new byte[head.length]);
      return false;
    }
    byte[] arguments = in.readNBytes(length - RECORD);
    long id = fields.getLong(0);
    if (id != DROPPED) {
      arguments(declaration(id), arguments);
    }
    out.write(head);
    out.write(arguments);
    return arguments.length == length - RECORD;
  }

  private @Nullable EventDeclaration declaration(long id) {
    String name = names.get(id);
    if (name == null) {
      List<EventDeclaration> all = declared == null ? List.of() : declared.all();
      return names.isEmpty() && id >= 0 && id < all.size() ? all.get((int) id) : null;
    }
    EventDeclaration found = declared == null ? null : declared.find(name);
    return found != null ? found : BuiltinEvents.table().find(name);
  }

  private void arguments(@Nullable EventDeclaration declaration, byte[] bytes) {
    for (EventDeclaration each = declaration; each != null; each = each.variant()) {
      if (fits(each, bytes, false)) {
        fits(each, bytes, true);
        return;
      }
    }
    clear(bytes, 0, bytes.length);
  }

  /** Whether the arguments are as declared; then changes their texts if so wanted. */
  private boolean fits(EventDeclaration declaration, byte[] bytes, boolean change) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
    int at = 0;
    for (EventDeclaration.Argument argument : declaration.arguments()) {
      boolean text = argument.type().isText();
      int width = text ? 4 : 8;
      if (bytes.length - at < width) {
        return false;
      }
      int length = text ? in.getInt(at) : 0;
      at += width;
      if (length < 0 || length > bytes.length - at) {
        return false;
      }
      if (change && length > 0) {
        String found = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
        byte[] changed =
            scrubber
                .text(found, Scrubber.NumberPolicy.HEXADECIMAL)
                .getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(changed, 0, bytes, at, length);
      }
      at += length;
    }
    return at == bytes.length;
  }

  private void clear(byte[] bytes, int from, int to) {
    if (from < to && !scrubber.names().keeps(SecretKind.DATA)) {
      scrubber.names().count(SecretKind.DATA);
      Arrays.fill(bytes, from, to, (byte) 0);
    }
  }
}
