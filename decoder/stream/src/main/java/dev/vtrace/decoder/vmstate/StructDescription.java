// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.List;

/**
 * A structure or subsection as the stream's JSON description gives it.
 *
 * @param subsections those that are present in the stream, in stream order, after the fields
 */
public record StructDescription(
    String name, int version, List<FieldDescription> fields, List<StructDescription> subsections) {}
