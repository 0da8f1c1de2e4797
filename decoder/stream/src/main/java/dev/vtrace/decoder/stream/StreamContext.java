// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.StreamDescription;
import java.util.ArrayList;
import java.util.List;

/** What the readers of one stream need to know of it, as far as it has been read. */
final class StreamContext {
  private static final String IGNORE_SHARED = "x-ignore-shared";
  private static final String MAPPED_RAM = "mapped-ram";
  private static final int USUAL_PAGE_SIZE = 4096;

  private final Cursor in;
  private final StreamVisitor visitor;
  private final boolean pages;
  private StreamDescription description = StreamDescription.NONE;
  private String machine = "";
  private final List<String> capabilities = new ArrayList<>();
  private int pageSize;
  private long hostPageSizes;

  StreamContext(Cursor in, StreamVisitor visitor, boolean pages) {
    this.in = in;
    this.visitor = visitor;
    this.pages = pages;
  }

  Cursor in() {
    return in;
  }

  StreamVisitor visitor() {
    return visitor;
  }

  /** Whether page records are wanted one by one. */
  boolean wantsPages() {
    return pages;
  }

  StreamDescription description() {
    return description;
  }

  void description(StreamDescription found) {
    description = found;
    pageSize(found.pageSize());
  }

  String machine() {
    return machine;
  }

  void machine(String name) {
    machine = name;
  }

  List<String> capabilities() {
    return capabilities;
  }

  boolean ignoresShared() {
    return capabilities.contains(IGNORE_SHARED);
  }

  boolean mapsRam() {
    return capabilities.contains(MAPPED_RAM);
  }

  /** Guest page size; where nothing told it, the usual one. */
  int pageSize() {
    return pageSize == 0 ? USUAL_PAGE_SIZE : pageSize;
  }

  boolean knowsPageSize() {
    return pageSize != 0;
  }

  /**
   * The page sizes of all memory behind the blocks, added up; 0 if this is no postcopy migration.
   */
  long hostPageSizes() {
    return hostPageSizes;
  }

  void hostPageSizes(long sum) {
    hostPageSizes = sum;
  }

  /** Takes a page size from the stream if it can be one. */
  void pageSize(int bytes) {
    if (bytes >= 256 && bytes <= 1 << 20 && Integer.bitCount(bytes) == 1) {
      pageSize = bytes;
    }
  }
}
