// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * Guest memory that the back-end was given.
 *
 * @param guestPhys address in the guest
 * @param userAddr address in the front-end's process
 */
public record MemoryRegion(long guestPhys, long size, long userAddr, long mmapOffset) {
  /** Whether a front-end address range lies inside. */
  public boolean holdsUser(long address, long bytes) {
    return inside(address - userAddr, bytes);
  }

  /** Whether a guest address range lies inside. */
  public boolean holdsGuest(long address, long bytes) {
    return inside(address - guestPhys, bytes);
  }

  /** Whether two regions share guest addresses. */
  public boolean overlaps(MemoryRegion other) {
    return Long.compareUnsigned(other.guestPhys - guestPhys, size) < 0
        || Long.compareUnsigned(guestPhys - other.guestPhys, other.size) < 0;
  }

  private boolean inside(long at, long bytes) {
    return Long.compareUnsigned(at, size) <= 0 && Long.compareUnsigned(bytes, size - at) <= 0;
  }
}
