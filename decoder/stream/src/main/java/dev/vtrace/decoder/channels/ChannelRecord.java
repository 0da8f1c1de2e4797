// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.vmstate.Field;
import java.util.List;

/**
 * One record of a channel with everything in it.
 *
 * @param offset absolute offset of its first byte
 * @param length bytes
 * @param name what kind of record, as {@code hello}, {@code packet} or {@code REQ_PAGES}
 * @param fields all of its bytes, in order
 * @param opaque bytes whose meaning is unknown
 * @param unreachable bytes after a point where sync was lost
 */
public record ChannelRecord(
    long offset, long length, String name, List<Field> fields, long opaque, long unreachable) {}
