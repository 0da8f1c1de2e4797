// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

/**
 * What was written of one RAM block.
 *
 * @param block name of the block in the stream
 * @param file name of the file in the directory of images
 * @param length bytes of both
 * @param pages how many page contents were written, repetitions included
 * @param zeros how many zero pages there were, repetitions included
 */
public record RamImage(String block, String file, long length, long pages, long zeros) {}
