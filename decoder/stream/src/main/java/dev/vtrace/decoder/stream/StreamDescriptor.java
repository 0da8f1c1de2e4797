// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * A file descriptor that travelled with the stream.
 *
 * @param index position among all descriptors of the stream
 * @param offset absolute offset of the byte that carried it
 * @param path path of the field that it is
 * @param kind what it is, as recorded, else as the receiver expects
 */
public record StreamDescriptor(int index, long offset, String path, String kind) {}
