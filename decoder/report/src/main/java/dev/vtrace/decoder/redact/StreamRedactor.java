// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.stream.PageKind;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a migration stream without guest memory, device buffers and names. Every record, field and
 * offset stays, so that the copy is read as the original is. What the decoder could not make out is
 * cleared.
 */
final class StreamRedactor {
  private static final int CONTINUE = 0x20;
  private static final int LONGEST_DESCRIPTION = 64 << 20;

  private final Scrubber scrubber;
  private final FieldRedactor fields;

  StreamRedactor(Scrubber scrubber) {
    this.scrubber = scrubber;
    this.fields = new FieldRedactor(scrubber);
  }

  /**
   * Copies a stream.
   *
   * @param log descriptors recorded beside it, or null
   * @param to a new file
   * @throws IOException also if a part of it cannot be told apart, so that nothing may be kept
   */
  void redact(ByteSource source, @Nullable DescriptorLog log, Path to) throws IOException {
    try (PatchedCopy patch = PatchedCopy.copy(source, to)) {
      new StreamDecoder(source, new StreamOptions(null, log, true))
          .decode(new RedactingWalk(source, patch));
    }
  }

  private final class RedactingWalk implements StreamVisitor {
    private final ByteSource source;
    private final PatchedCopy patch;
    private final PageRedactor pages;

    RedactingWalk(ByteSource source, PatchedCopy patch) {
      this.source = source;
      this.patch = patch;
      this.pages = new PageRedactor(scrubber.names());
    }

    @Override
    public void page(RamPage page) throws IOException {
      blockName(page);
      pages.redact(page, source, patch);
    }

    /** The block's name stands before the content where it is not that of the page before. */
    private void blockName(RamPage page) throws IOException {
      int length = page.block().length();
      long at = page.offset() - page.kind().lead() - length;
      if (page.kind() == PageKind.MAPPED || length == 0 || at < 9) {
        return;
      }
      byte[] record = patch.original(at - 9, 9 + length);
      boolean named =
          (record[8] & 0xff) == length
              && (record[7] & CONTINUE) == 0
              && latin(record, 9).equals(page.block());
      if (named) {
        patch.write(at, bytes(scrubber.name(page.block())));
      }
    }

    @Override
    public void section(Section section) throws IOException {
      header(section);
      List<Long> covered = new ArrayList<>();
      for (Field field : section.fields()) {
        fields.redact(section, field, patch);
        covered.add(field.end());
      }
      for (Section inner : section.sections()) {
        section(inner);
        covered.add(inner.offset() + inner.length());
      }
      if (section.kind() == SectionKind.VMDESCRIPTION) {
        description(section);
      }
      if (section.unreachable() > 0) {
        lost(section, covered);
      }
    }

    private void header(Section section) throws IOException {
      boolean named = section.kind() == SectionKind.START || section.kind() == SectionKind.FULL;
      int length =
          named && section.length() > 6 ? patch.original(section.offset() + 5, 1)[0] & 0xff : 0;
      if (length > 0 && section.length() >= 6 + length) {
        String name = latin(patch.original(section.offset() + 6, length), 0);
        patch.write(section.offset() + 6, bytes(scrubber.name(name)));
      }
    }

    private void description(Section section) throws IOException {
      for (Field field : section.fields()) {
        if (!field.type().equals("json")) {
          continue;
        }
        if (field.length() > LONGEST_DESCRIPTION) {
          throw new RedactionException("its description is longer than any real one");
        }
        String text = latin(patch.original(field.offset(), (int) field.length()), 0);
        patch.write(field.offset(), bytes(new JsonScrubber(scrubber, true, null).line(text)));
      }
    }

    /** Clears what lies after the last field that could be read. */
    private void lost(Section section, List<Long> covered) throws IOException {
      long end = section.offset() + section.length();
      long from = end - section.unreachable() - (section.footer() ? 5 : 0);
      for (long each : covered) {
        from = Math.max(from, each);
      }
      // Its first byte tells what was found instead of a record.
      from += section.kind() == SectionKind.UNKNOWN ? 1 : 0;
      long to = section.footer() ? end - 5 : end;
      if (from < to) {
        patch.clear(SecretKind.DATA, from, to - from, scrubber.names());
      }
    }
  }

  static String latin(byte[] bytes, int from) {
    return new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }
}
