// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * One page record.
 *
 * @param kind from a channel also what the pages of a packet are packed with
 * @param block name of the RAM block
 * @param address offset of the page in the block, bytes
 * @param size bytes of guest memory
 * @param offset absolute offset of the page's content in the input
 * @param length bytes of that content
 */
public record RamPage(
    PageKind kind, String block, long address, int size, long offset, long length) {}
