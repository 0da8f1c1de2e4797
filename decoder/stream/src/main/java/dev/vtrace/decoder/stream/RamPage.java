// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * One page record.
 *
 * @param kind as {@code PAGE}, {@code ZERO}, {@code XBZRLE}, {@code COMPRESS_PAGE} or {@code
 *     MAPPED}; from a channel also the name of what the pages of a packet are packed with
 * @param block name of the RAM block
 * @param address offset of the page in the block, bytes
 * @param size bytes of guest memory
 * @param offset absolute offset of the page's content in the input
 * @param length bytes of that content
 */
public record RamPage(
    String kind, String block, long address, int size, long offset, long length) {}
