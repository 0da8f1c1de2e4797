// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.condition.ModelValue;

/**
 * A named part of an entry: an argument of an event, a field of a message, a leaf of JSON.
 *
 * @param name as the record has it: {@code fd}, {@code regions[0].size}
 */
public record EntryValue(String name, ModelValue value) {}
