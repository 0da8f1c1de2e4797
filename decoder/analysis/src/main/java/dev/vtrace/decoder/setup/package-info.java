// SPDX-License-Identifier: Apache-2.0
/**
 * What each QEMU of a run was: its version, devices, character devices, objects and migration
 * settings, as its command line and its monitor tell, and what they differ in.
 */
package dev.vtrace.decoder.setup;
