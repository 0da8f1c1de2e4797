// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.redact.PackedOutput;
import dev.vtrace.decoder.stream.PageKind;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts page records and sections of other devices out of a stream. Recorded places of descriptors
 * move with what follows.
 */
final class StreamCut {
  private static final int TRIES = 24;
  private static final int CONTINUE = 0x20;
  private static final Pattern PLACE = Pattern.compile("(\"fd_byte_off\"\\s*+:\\s*+)(\\d++)");

  private final Minimizer minimizer;
  private final Input input;
  private final List<long[]> pages = new ArrayList<>();
  private final List<long[]> sections = new ArrayList<>();
  private boolean mapped;

  StreamCut(Minimizer minimizer, Input input) {
    this.minimizer = minimizer;
    this.input = input;
  }

  void cut() throws IOException {
    look();
    List<long[]> cuts = new ArrayList<>();
    if (!mapped && !pages.isEmpty() && attempt(pages)) {
      cuts.addAll(pages);
      minimizer.note("guest memory of " + input.name());
    }
    int before = cuts.size();
    int tries = TRIES;
    for (int step = sections.size(); step >= 1 && tries > 0 && !mapped; step /= 2) {
      for (int from = 0; from < sections.size() && tries > 0; from += step) {
        List<long[]> more = new ArrayList<>(cuts);
        int to = Math.min(sections.size(), from + step);
        more.addAll(sections.subList(from, to));
        tries--;
        if (attempt(more)) {
          sections.subList(from, to).clear();
          cuts = more;
          from -= step;
        }
      }
    }
    if (cuts.size() > before) {
      minimizer.note((cuts.size() - before) + " device states of " + input.name());
    }
  }

  private void look() throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      new StreamDecoder(source, new StreamOptions(null, null, true))
          .decode(
              new StreamVisitor() {
                @Override
                public void page(RamPage page) throws IOException {
                  StreamCut.this.page(source, page);
                }

                @Override
                public void section(Section section) {
                  if (section.kind() == SectionKind.FULL) {
                    sections.add(new long[] {section.offset(), section.length()});
                  }
                }
              });
    }
  }

  /** The record of a page begins before its content, after the name of its block if it has one. */
  private void page(ByteSource source, RamPage page) throws IOException {
    if (page.kind() == PageKind.MAPPED) {
      mapped = true;
      return;
    }
    long begin = page.offset() - page.kind().lead() - 8;
    int name = 1 + page.block().getBytes(StandardCharsets.UTF_8).length;
    byte[] before = new byte[9];
    source.read(begin - name, before, 0, before.length);
    boolean named = (before[7] & CONTINUE) == 0 && (before[8] & 0xff) == name - 1;
    begin -= named ? name : 0;
    long length = page.offset() + page.length() - begin;
    long[] last = pages.isEmpty() ? null : pages.get(pages.size() - 1);
    if (last != null && last[0] + last[1] == begin) {
      last[1] += length;
    } else {
      pages.add(new long[] {begin, length});
    }
  }

  private boolean attempt(List<long[]> cuts) throws IOException {
    List<long[]> sorted = new ArrayList<>(cuts);
    sorted.sort((a, b) -> Long.compare(a[0], b[0]));
    Map<Input, Path> changed = new HashMap<>();
    for (Input each : minimizer.best().inputs()) {
      boolean beside = each.role() == InputRole.DESCRIPTORS && each.group().equals(input.group());
      boolean self = each.role() == InputRole.STREAM && each.name().equals(input.name());
      if (self || beside) {
        Path to = minimizer.copyPath(each);
        if (self) {
          stream(to, sorted);
        } else {
          places(to, sorted);
        }
        changed.put(each, to);
      }
    }
    return minimizer.accept(changed);
  }

  private void stream(Path to, List<long[]> cuts) throws IOException {
    try (ByteSource source = Inputs.open(input.path());
        InputStream in = new SourceStream(source);
        OutputStream out = PackedOutput.create(to)) {
      long at = 0;
      byte[] chunk = new byte[1 << 16];
      for (int i = 0; i <= cuts.size(); i++) {
        long stop = i == cuts.size() ? source.size() : cuts.get(i)[0];
        while (at < stop) {
          int n = in.read(chunk, 0, (int) Math.min(chunk.length, stop - at));
          if (n < 0) {
            return;
          }
          out.write(chunk, 0, n);
          at += n;
        }
        if (i < cuts.size()) {
          in.skipNBytes(cuts.get(i)[1]);
          at += cuts.get(i)[1];
        }
      }
    }
  }

  /** The list of descriptors, each at the place where its byte is now. */
  private void places(Path to, List<long[]> cuts) throws IOException {
    Input list = original();
    try (ByteSource source = Inputs.open(requireNonNull(list).path());
        InputStream in = new SourceStream(source);
        OutputStream out = PackedOutput.create(to)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = PLACE.matcher(text);
      StringBuilder moved = new StringBuilder();
      while (matcher.find()) {
        long place = Long.parseLong(matcher.group(2));
        long cut = 0;
        for (long[] each : cuts) {
          cut += each[0] < place ? each[1] : 0;
        }
        matcher.appendReplacement(moved, "$1" + (place - cut));
      }
      out.write(matcher.appendTail(moved).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private @Nullable Input descriptors;

  private @Nullable Input original() {
    if (descriptors == null) {
      for (Input each : minimizer.best().inputs()) {
        if (each.role() == InputRole.DESCRIPTORS && each.group().equals(input.group())) {
          descriptors = each;
        }
      }
    }
    return descriptors;
  }
}
