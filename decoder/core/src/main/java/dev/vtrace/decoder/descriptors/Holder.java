// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.descriptors;

/**
 * A descriptor that a live process has open.
 *
 * @param process id of the process
 * @param command its short name, as {@code qemu-system-x86}
 * @param number of the descriptor in that process
 */
public record Holder(long process, String command, int number, Identity identity) {}
