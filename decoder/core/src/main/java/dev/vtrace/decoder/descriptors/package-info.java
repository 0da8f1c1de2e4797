// SPDX-License-Identifier: Apache-2.0
/** What recorders know of a file descriptor, and who holds it. */
package dev.vtrace.decoder.descriptors;
