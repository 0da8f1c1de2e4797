// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.run.LoadedFile;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of evidence, and how much of it was understood.
 *
 * @param file its name in the capture
 * @param kind what it was taken for
 * @param records lines of a log or of system calls, messages of a conversation; 1 for a stream
 * @param understood how many of them tell something: events, messages, lines that QEMU, libvirt or
 *     a back-end wrote
 * @param silent whether it is a whole recording of a socket to which nothing connected
 */
public record FileRead(String file, String kind, long records, long understood, boolean silent) {
  /** The section and its interface, before any packet. */
  private static final long HEADER_BLOCKS = 2;

  /** The files of a run that may show what is wrong. */
  static List<FileRead> of(LoadedRun run) {
    List<FileRead> out = new ArrayList<>();
    for (LoadedFile file : run.files()) {
      InputRole role = file.input().role();
      boolean evidence =
          role != InputRole.OTHER && role != InputRole.EVENTS && role != InputRole.DESCRIPTORS;
      if (evidence && file.read()) {
        long records = file.summary() == null ? file.understood() : file.summary().records();
        String kind = file.input().kind().label();
        out.add(
            new FileRead(file.input().name(), kind, records, file.understood(), isSilent(file)));
      }
    }
    return List.copyOf(out);
  }

  /** A whole recording of a socket without a message, an opening or another packet. */
  private static boolean isSilent(LoadedFile file) {
    ReadSummary summary = file.summary();
    if (file.input().role() != InputRole.SOCKET || summary == null || summary.bytes() == 0) {
      return false;
    }
    long head = file.input().kind() == InputKind.PCAPNG ? HEADER_BLOCKS : 0;
    boolean recorder = head > 0 || file.input().kind() == InputKind.VHOST_USER_JSON;
    return recorder
        && summary.damaged() == 0
        && file.understood() == 0
        && summary.records() <= head;
  }

  /** What to say of a file that tells nothing, or null if it does. */
  public @Nullable String refusal() {
    if (understood > 0) {
      return null;
    }
    if (silent) {
      return file + ": nothing connected while it was recorded, so it says nothing about the run";
    }
    if (records == 0) {
      return file + ": has nothing that vtrace understands, so it says nothing about the run";
    }
    boolean packets = kind.equals(InputKind.PCAP.label()) || kind.equals(InputKind.PCAPNG.label());
    String what = packets ? "packets has a vhost-user message" : "lines is from QEMU or a back-end";
    return file + ": none of its " + what + ", so it says nothing about the run";
  }
}
