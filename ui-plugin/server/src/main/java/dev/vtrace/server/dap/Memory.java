// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.server.dap.replay.Detail;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.debug.DisassembleArguments;
import org.eclipse.lsp4j.debug.DisassembledInstruction;
import org.eclipse.lsp4j.debug.DisassembledInstructionPresentationHint;
import org.eclipse.lsp4j.debug.ReadMemoryArguments;
import org.eclipse.lsp4j.debug.ReadMemoryResponse;

/**
 * The bytes of messages and streams. A reference is {@code message:STEP:OFFSET} or {@code
 * stream:NUMBER:OFFSET}; an address is an offset in the message (from its header on) or the stream.
 */
final class Memory implements Closeable {
  /** What one request can ask for. */
  private static final int MOST = 1 << 20;

  private static final int MOST_INSTRUCTIONS = 10_000;
  private static final int BYTES_SHOWN = 8;

  private final MigrationReplay replay;
  private final Map<Integer, ByteSource> open = new HashMap<>();

  Memory(MigrationReplay replay) {
    this.replay = replay;
  }

  static String message(int step, int offset) {
    return "message:" + step + ":" + offset;
  }

  static String stream(int number, long offset) {
    return "stream:" + number + ":" + offset;
  }

  /** A reference taken apart. */
  private record MemoryReference(boolean message, int number, long offset) {}

  /** One field with its bytes. */
  private record MemoryLine(long offset, long length, String text) {}

  private MemoryReference resolve(String reference, Integer offset) {
    String[] parts = reference == null ? new String[0] : reference.split(":");
    try {
      boolean message = parts.length == 3 && parts[0].equals("message");
      if (message || parts.length == 3 && parts[0].equals("stream")) {
        long at = Long.parseLong(parts[2]) + (offset == null ? 0 : offset);
        int number = Integer.parseInt(parts[1]);
        int count = message ? replay.steps().size() : replay.streams().size();
        if (number >= 0 && number < count) {
          return new MemoryReference(message, number, at);
        }
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new DebugRefusal("'" + reference + "' refers to no bytes of this recording");
  }

  ReadMemoryResponse read(ReadMemoryArguments asked) throws IOException {
    MemoryReference place = resolve(asked.getMemoryReference(), asked.getOffset());
    if (asked.getCount() < 0) {
      throw new DebugRefusal("count is " + asked.getCount());
    }
    byte[] bytes = bytes(place, Math.min(MOST, asked.getCount()));
    ReadMemoryResponse out = new ReadMemoryResponse();
    out.setAddress(address(place.offset()));
    out.setData(Base64.getEncoder().encodeToString(bytes));
    int missing = asked.getCount() - bytes.length;
    if (missing > 0 && asked.getCount() <= MOST) {
      out.setUnreadableBytes(missing);
    }
    return out;
  }

  private byte[] bytes(MemoryReference place, int count) throws IOException {
    if (place.message()) {
      ReplayStep step = replay.steps().get(place.number());
      if (!(step.detail() instanceof Detail.MessageDetail message)) {
        throw new DebugRefusal("step " + place.number() + " is no message");
      }
      byte[] all = message.message().message().bytes();
      int from = (int) Math.max(0, Math.min(all.length, place.offset()));
      boolean outside = place.offset() < 0;
      return outside ? new byte[0] : Arrays.copyOfRange(all, from, from + clip(all, from, count));
    }
    ByteSource source = open(place.number());
    long there = place.offset() < 0 ? 0 : Math.max(0, source.size() - place.offset());
    byte[] out = new byte[(int) Math.min(there, count)];
    int read = out.length == 0 ? 0 : source.read(place.offset(), out, 0, out.length);
    return read == out.length ? out : Arrays.copyOf(out, Math.max(0, read));
  }

  private static int clip(byte[] all, int from, int count) {
    return Math.min(count, all.length - from);
  }

  private ByteSource open(int stream) throws IOException {
    ByteSource source = open.get(stream);
    if (source == null) {
      Input input = replay.streams().get(stream);
      source = Inputs.open(input.path());
      open.put(stream, source);
    }
    return source;
  }

  private static String address(long offset) {
    return "0x" + Long.toHexString(Math.max(0, offset));
  }

  /** Fields in place of instructions: each with its bytes and its value. */
  DisassembledInstruction[] disassemble(DisassembleArguments asked) throws IOException {
    MemoryReference place = resolve(asked.getMemoryReference(), asked.getOffset());
    if (asked.getInstructionCount() < 0 || asked.getInstructionCount() > MOST_INSTRUCTIONS) {
      throw new DebugRefusal("instructionCount is " + asked.getInstructionCount());
    }
    int ahead = asked.getInstructionOffset() == null ? 0 : asked.getInstructionOffset();
    int count = asked.getInstructionCount();
    List<MemoryLine> lines =
        place.message() ? fields(place.number()) : fields(place, ahead, (long) ahead + count);
    int at = 0;
    while (at + 1 < lines.size() && lines.get(at + 1).offset() <= place.offset()) {
      at++;
    }
    long first = (long) at + ahead;
    DisassembledInstruction[] out = new DisassembledInstruction[count];
    for (int i = 0; i < out.length; i++) {
      boolean there = first + i >= 0 && first + i < lines.size();
      out[i] = there ? instruction(place, lines.get((int) first + i)) : nothing();
    }
    return out;
  }

  private DisassembledInstruction instruction(MemoryReference place, MemoryLine line)
      throws IOException {
    DisassembledInstruction out = new DisassembledInstruction();
    out.setAddress(address(line.offset()));
    int shown = (int) Math.min(BYTES_SHOWN, line.length());
    byte[] bytes =
        bytes(new MemoryReference(place.message(), place.number(), line.offset()), shown);
    out.setInstructionBytes(
        HexFormat.ofDelimiter(" ").formatHex(bytes) + (line.length() > shown ? " ..." : ""));
    out.setInstruction(line.text());
    return out;
  }

  private static DisassembledInstruction nothing() {
    DisassembledInstruction out = new DisassembledInstruction();
    out.setAddress("0x0");
    out.setInstruction("");
    out.setPresentationHint(DisassembledInstructionPresentationHint.INVALID);
    return out;
  }

  private List<MemoryLine> fields(int step) {
    if (!(replay.steps().get(step).detail() instanceof Detail.MessageDetail detail)) {
      throw new DebugRefusal("step " + step + " is no message");
    }
    Message message = detail.message().message();
    List<MemoryLine> out = new ArrayList<>();
    out.add(new MemoryLine(0, 4, "request = " + message.name()));
    out.add(new MemoryLine(4, 4, "flags = 0x" + Integer.toHexString(message.flags())));
    out.add(new MemoryLine(8, 4, "size = " + Integer.toUnsignedString(message.size())));
    for (MessageField field : detail.message().decoded().fields()) {
      int offset = Message.HEADER + field.offset();
      out.add(new MemoryLine(offset, field.length(), field.name() + " = " + field.text()));
    }
    return out;
  }

  /**
   * The fields of the section that a place lies in, and of as many sections before and after it as
   * are needed.
   *
   * @param first the first line that is wanted, counted from that of the place
   * @param end the line after the last one that is wanted
   */
  private List<MemoryLine> fields(MemoryReference place, long first, long end) {
    List<Section> sections = sections(place.number());
    int own = sections.size() - 1;
    while (own >= 0 && sections.get(own).offset() > place.offset()) {
      own--;
    }
    if (own < 0) {
      throw new DebugRefusal("there is no section at " + place.offset());
    }
    Deque<List<MemoryLine>> parts = new ArrayDeque<>(List.of(fields(sections.get(own))));
    long before = 0;
    for (int i = own - 1; i >= 0 && before < -first; i--) {
      parts.addFirst(fields(sections.get(i)));
      before += parts.getFirst().size();
    }
    long after = 0;
    for (int i = own + 1; i < sections.size() && after < end; i++) {
      parts.addLast(fields(sections.get(i)));
      after += parts.getLast().size();
    }
    return parts.stream().flatMap(List::stream).toList();
  }

  private List<Section> sections(int stream) {
    List<Section> out = new ArrayList<>();
    for (ReplayStep step : replay.steps()) {
      if (step.detail() instanceof Detail.SectionDetail part && part.stream() == stream) {
        out.add(part.section());
      }
    }
    out.sort(Comparator.comparingLong(Section::offset));
    return out;
  }

  private static List<MemoryLine> fields(Section section) {
    List<MemoryLine> out = new ArrayList<>();
    if (section.fields().isEmpty()) {
      out.add(new MemoryLine(section.offset(), section.length(), section.kind().label()));
    }
    section.fields().forEach(field -> leaves(field, "", out));
    return out;
  }

  private static void leaves(Field field, String parent, List<MemoryLine> out) {
    String path = Field.path(parent, field.label());
    if (field.children().isEmpty()) {
      out.add(
          new MemoryLine(field.offset(), field.length(), path + " = " + FieldNodes.text(field)));
    }
    field.children().forEach(child -> leaves(child, path, out));
  }

  @Override
  public void close() throws IOException {
    for (ByteSource source : open.values()) {
      source.close();
    }
    open.clear();
  }
}
