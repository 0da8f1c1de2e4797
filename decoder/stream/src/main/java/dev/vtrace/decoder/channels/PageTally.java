// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

/**
 * How many pages of one RAM block came on one channel, repetitions included.
 *
 * @param channel 0 for the main stream, else position in the list of channels, from 1
 * @param block name of the block
 * @param pages with content
 * @param zeros all zero
 */
public record PageTally(int channel, String block, long pages, long zeros) {}
