// SPDX-License-Identifier: Apache-2.0
/**
 * What lines of logs and texts of monitors state, by the tables of {@code messages}.
 *
 * <pre>{@code
 * qemu-system-x86_64: get features failed in virtio_net pci bus!
 * qemu-system-x86_64: error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net'
 * qemu-system-x86_64: load of migration failed: Operation not permitted
 * }</pre>
 *
 * is one problem of three lines: a failed load, whose cause is the first line and whose device the
 * second names.
 */
package dev.vtrace.decoder.rules.statement;
