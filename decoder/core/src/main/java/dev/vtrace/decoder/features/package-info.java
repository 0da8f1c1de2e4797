// SPDX-License-Identifier: Apache-2.0
/** Names of feature bits, of virtio devices and of the vhost-user protocol. */
package dev.vtrace.decoder.features;
