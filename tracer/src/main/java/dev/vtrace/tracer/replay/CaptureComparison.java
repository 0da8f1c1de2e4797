// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** Compares two captures of the same run by what they tell, not by the form of their files. */
final class CaptureComparison {
  private static final int PIECE = 64 * 1024;

  private CaptureComparison() {}

  /** One sentence for each thing that differs. */
  static List<String> differences(
      Capture original, Capture replayed, Migration one, Migration other) throws IOException {
    List<String> out = new ArrayList<>();
    compare("messages", messages(original), messages(replayed), out);
    streams(original, replayed, out);
    compare("the ledger", ledger(one), ledger(other), out);
    compare(
        "the descriptor ledger",
        map(one.descriptors(), CaptureComparison::line),
        map(other.descriptors(), CaptureComparison::line),
        out);
    return out;
  }

  private static void compare(
      String what, List<String> original, List<String> replayed, List<String> out) {
    int most = Math.max(original.size(), replayed.size());
    for (int i = 0; i < most; i++) {
      String one = i < original.size() ? original.get(i) : "nothing";
      String other = i < replayed.size() ? replayed.get(i) : "nothing";
      if (!one.equals(other)) {
        out.add(what + ", entry " + (i + 1) + ": was '" + one + "', is '" + other + "'");
        return;
      }
    }
  }

  private static List<String> messages(Capture capture) throws IOException {
    List<String> out = new ArrayList<>();
    for (Input input : capture.with(InputRole.SOCKET)) {
      for (var record : ReplaySource.records(input.kind(), input.name(), input.path())) {
        if (record instanceof WireMessage wire) {
          Message message = wire.message();
          out.add(
              message.name()
                  + " "
                  + message.direction().label()
                  + " "
                  + HexFormat.of().formatHex(message.bytes())
                  + " with "
                  + message.fds().size());
        }
      }
    }
    return out;
  }

  private static void streams(Capture original, Capture replayed, List<String> out)
      throws IOException {
    List<Input> one = original.with(InputRole.STREAM);
    List<Input> other = replayed.with(InputRole.STREAM);
    if (one.size() != other.size()) {
      out.add("there were " + one.size() + " streams, there are " + other.size());
      return;
    }
    for (int i = 0; i < one.size(); i++) {
      long at = mismatch(one.get(i), other.get(i));
      if (at >= 0) {
        out.add(one.get(i).name() + ": differs from byte " + at + " on");
      }
    }
  }

  /** Where the contents differ first, -1 if they do not. */
  private static long mismatch(Input one, Input other) throws IOException {
    byte[] here = new byte[PIECE];
    byte[] there = new byte[PIECE];
    try (ByteSource a = Inputs.open(one.path());
        ByteSource b = Inputs.open(other.path())) {
      for (long at = 0; at < Math.max(a.size(), b.size()); at += PIECE) {
        int first = (int) Math.max(0, Math.min(PIECE, a.size() - at));
        int second = (int) Math.max(0, Math.min(PIECE, b.size() - at));
        a.read(at, here, 0, first);
        b.read(at, there, 0, second);
        int differs = Arrays.mismatch(here, 0, first, there, 0, second);
        if (differs >= 0) {
          return at + differs;
        }
      }
    }
    return -1;
  }

  private static List<String> ledger(Migration migration) {
    List<String> out = new ArrayList<>();
    for (Window window : migration.windows()) {
      String where =
          window.participant()
              + " "
              + window.device()
              + " "
              + window.kind().label()
              + " "
              + window.beginNs()
              + " to "
              + window.endNs()
              + " "
              + window.phase().label()
              + " "
              + window.transfer()
              + ": ";
      for (Operation operation : window.operations()) {
        out.add(where + operation.name() + " q" + operation.queue() + " " + operation.verdict());
      }
    }
    return out;
  }

  private static String line(Descriptor fd) {
    Identity.DescriptorKind kind = fd.identity().kind();
    kind = kind == Identity.DescriptorKind.OTHER ? Identity.parse(fd.kind()).kind() : kind;
    List<String> seen = map(fd.sightings(), each -> each.participant() + " " + each.kind().label());
    return fd.index()
        + " "
        + fd.channel().label()
        + " "
        + kind.label()
        + " "
        + fd.purpose()
        + " of "
        + fd.attempt()
        + " "
        + fd.state().label()
        + " "
        + seen;
  }

  private static <T> List<String> map(List<T> list, Function<T, String> words) {
    return list.stream().map(words).toList();
  }
}
