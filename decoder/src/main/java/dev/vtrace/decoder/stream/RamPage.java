// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * One page record.
 *
 * @param kind as {@code PAGE}, {@code ZERO} or {@code XBZRLE}
 * @param block name of the RAM block
 * @param address offset of the page in the block, bytes
 * @param offset absolute offset of the page's content in the input
 * @param length bytes of that content
 */
public record RamPage(String kind, String block, long address, long offset, long length) {}
