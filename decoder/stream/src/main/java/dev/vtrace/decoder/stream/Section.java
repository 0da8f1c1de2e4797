// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.vmstate.Field;
import java.util.List;

/**
 * One record of a stream with everything in it.
 *
 * @param offset absolute offset of its first byte
 * @param length bytes, footer included
 * @param kind which record
 * @param id section id, or command number; -1 where there is none
 * @param name section or command name; empty where there is none
 * @param instance instance of the device; 0 where there is none
 * @param version of the device state; -1 where the record does not tell it
 * @param footer whether the footer with the right id follows the data
 * @param counts what is in it, by kind of record
 * @param fields device state, or the payload of a command
 * @param sections of the package within
 * @param opaque bytes whose meaning is unknown
 * @param unreachable bytes after a point where sync was lost
 */
public record Section(
    long offset,
    long length,
    SectionKind kind,
    long id,
    String name,
    long instance,
    long version,
    boolean footer,
    Counts counts,
    List<Field> fields,
    List<Section> sections,
    long opaque,
    long unreachable) {}
