// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

/**
 * A device section as the stream's JSON description gives it.
 *
 * @param name section name on the wire
 * @param state fields and subsections; its name is empty for old-style sections, which have none
 */
public record DeviceDescription(String name, long instance, StructDescription state) {}
