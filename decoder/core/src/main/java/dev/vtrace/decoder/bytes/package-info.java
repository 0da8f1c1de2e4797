// SPDX-License-Identifier: Apache-2.0
/** Bytes by position, from files, pipes and packed data; memory does not grow with their size. */
package dev.vtrace.decoder.bytes;
