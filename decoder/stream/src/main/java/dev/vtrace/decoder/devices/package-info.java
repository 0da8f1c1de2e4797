// SPDX-License-Identifier: Apache-2.0
/**
 * State that no description tells: virtio devices, with what a backend transfer puts into them, and
 * types of fields whose layout depends on their data.
 */
package dev.vtrace.decoder.devices;
