// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

/** What an input file is, recognised by {@code InputRecognition}. */
public enum InputKind {
  MIGRATION_STREAM("migration stream"),
  /** A further channel of a migration: multifd pages. */
  MULTIFD_CHANNEL("multifd channel"),
  /** The channel that a CPR migration passes descriptors on. */
  CPR_CHANNEL("CPR channel"),
  SIMPLETRACE("simpletrace file"),
  SIMPLETRACE_TEXT("text of simpletrace.py"),
  QEMU_LOG("QEMU log"),
  FTRACE("ftrace text"),
  STRACE("strace text"),
  VHOST_USER_JSON("vhost-user messages (JSON lines)"),
  DESCRIPTORS_JSON("stream descriptors (JSON lines)"),
  QMP("QMP transcript"),
  BACKEND_LOG("log of a back-end"),
  PCAPNG("pcapng capture"),
  PCAP("pcap capture"),
  TRACE_EVENTS("trace event declarations"),
  ZIP("zip archive"),
  GZIP("gzip data"),
  XZ("xz data"),
  ZSTD("zstd data"),
  BZIP2("bzip2 data"),
  LZ4("lz4 data"),
  TAR("tar archive"),
  JSON("JSON of another kind"),
  TEXT("text of another kind"),
  EMPTY("empty file"),
  UNKNOWN("unknown data");

  private final String label;

  InputKind(String label) {
    this.label = label;
  }

  /** What to call it. */
  public String label() {
    return label;
  }

  /** Whether it has to be unpacked first. */
  public boolean isPacked() {
    return this == TAR || isArchivable();
  }

  /** Whether it is packed, and may be an archive within. */
  public boolean isArchivable() {
    return switch (this) {
      case ZIP, GZIP, XZ, ZSTD, BZIP2, LZ4 -> true;
      default -> false;
    };
  }
}
