// SPDX-License-Identifier: Apache-2.0
/**
 * Plans of recordings in an editor: what may stand at a place, what a setting means, and what is
 * wrong.
 *
 * <pre>source          qemu-system-x86_64 ...
 * destination-qmp b.qmp
 * capability      multif|            offers multifd=on, multifd=off
 * sorce           qemu-kvm           unknown setting 'sorce'</pre>
 *
 * What a plan is stands in {@code dev.vtrace.tracer.migration}.
 */
package dev.vtrace.server.plan;
