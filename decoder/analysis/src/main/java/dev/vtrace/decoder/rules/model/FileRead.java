// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.run.LoadedFile;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.trace.InputKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of evidence, and how much of it was understood.
 *
 * @param file its name in the capture
 * @param kind what it was taken for
 * @param records lines of a log or of system calls, messages of a conversation; 1 for a stream
 * @param understood how many of them tell something: events, messages, lines that QEMU, libvirt or
 *     a back-end wrote
 * @param socket whether it was recorded from a socket, and is not damaged
 */
public record FileRead(String file, String kind, long records, long understood, boolean socket) {
  /** The files of a run that may show what is wrong. */
  static List<FileRead> of(LoadedRun run) {
    List<FileRead> out = new ArrayList<>();
    for (LoadedFile file : run.files()) {
      InputRole role = file.input().role();
      boolean evidence =
          role != InputRole.OTHER && role != InputRole.EVENTS && role != InputRole.DESCRIPTORS;
      if (evidence && file.read()) {
        long records = file.summary() == null ? file.understood() : file.summary().records();
        InputKind kind = file.input().kind();
        boolean socket =
            role == InputRole.SOCKET
                && file.summary() != null
                && file.summary().damaged() == 0
                && file.summary().bytes() > 0
                && (kind == InputKind.PCAPNG || kind == InputKind.VHOST_USER_JSON);
        out.add(
            new FileRead(file.input().name(), kind.label(), records, file.understood(), socket));
      }
    }
    return List.copyOf(out);
  }

  /** Whether it is a recording of a socket to which nothing connected. */
  public boolean isSilent() {
    return socket && records == 0;
  }

  /** What to say of a file that tells nothing, or null if it does. */
  public String refusal() {
    if (understood > 0) {
      return null;
    }
    if (isSilent()) {
      return file + ": nothing connected while it was recorded, so it says nothing about the run";
    }
    if (records == 0) {
      return file + ": has nothing that vtrace understands, so it says nothing about the run";
    }
    return file
        + ": none of its lines is from QEMU or a back-end, so it says nothing about the"
        + " run";
  }
}
