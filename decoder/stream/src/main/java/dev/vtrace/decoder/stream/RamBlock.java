// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * One block of guest memory, as the list at the start of a {@code ram} section tells it.
 *
 * @param name name of the block, as {@code pc.ram}
 * @param length bytes in use
 * @param pageSize bytes of a page of the memory behind it, where a postcopy migration tells it;
 *     else 0
 * @param address guest physical address, where {@code x-ignore-shared} tells it; else -1
 */
public record RamBlock(String name, long length, long pageSize, long address) {}
