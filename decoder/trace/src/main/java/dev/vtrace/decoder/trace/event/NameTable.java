// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Event names found by their bytes, so that a name is made into text once, not once a line. */
public final class NameTable {
  /** Names beyond this are not kept: no QEMU has as many events, but damaged input may. */
  private static final int MOST = 1 << 15;

  private final EventTable events;
  private final Predicate<String> wanted;
  private NameEntry[] slots = new NameEntry[1024];
  private int size;

  /** A name and what is known of it. */
  public static final class NameEntry {
    private final byte[] bytes;
    private final int hash;
    public final EventName name;
    public final @Nullable EventDeclaration declaration;
    public final boolean wanted;

    NameEntry(
        byte[] bytes,
        int hash,
        EventName name,
        @Nullable EventDeclaration declaration,
        boolean wanted) {
      this.bytes = bytes;
      this.hash = hash;
      this.name = name;
      this.declaration = declaration;
      this.wanted = wanted;
    }

    /** Whether it can be an event: declared, or written like one. */
    public boolean isEvent() {
      String text = name.written();
      return declaration != null || text.indexOf('_') > 0 && Character.isLowerCase(text.charAt(0));
    }
  }

  public NameTable(EventTable events, Predicate<String> wanted) {
    this.events = events;
    this.wanted = wanted;
  }

  /** The entry of the bytes, with the hash that {@link #hash} gives step by step. */
  public NameEntry find(byte[] buffer, int start, int end, int hash) {
    int mask = slots.length - 1;
    int at = hash * 0x9e3779b9 >>> 16 & mask;
    while (true) {
      NameEntry entry = slots[at];
      if (entry == null) {
        return add(buffer, start, end, hash, at);
      }
      if (entry.hash == hash
          && Arrays.equals(entry.bytes, 0, entry.bytes.length, buffer, start, end)) {
        return entry;
      }
      at = at + 1 & mask;
    }
  }

  public static int hash(int hash, byte b) {
    return hash * 31 + b;
  }

  private NameEntry add(byte[] buffer, int start, int end, int hash, int at) {
    byte[] bytes = Arrays.copyOfRange(buffer, start, end);
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    NameEntry entry =
        new NameEntry(bytes, hash, EventName.of(name), events.find(name), wanted.test(name));
    if (size >= MOST) {
      return entry;
    }
    slots[at] = entry;
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
    return entry;
  }

  private void grow() {
    NameEntry[] old = slots;
    slots = new NameEntry[old.length * 2];
    int mask = slots.length - 1;
    for (NameEntry entry : old) {
      if (entry != null) {
        int at = entry.hash * 0x9e3779b9 >>> 16 & mask;
        while (slots[at] != null) {
          at = at + 1 & mask;
        }
        slots[at] = entry;
      }
    }
  }
}
