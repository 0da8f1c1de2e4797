// SPDX-License-Identifier: Apache-2.0
/** The channels of a migration beside its main stream, and all of them together. */
package dev.vtrace.decoder.channels;
