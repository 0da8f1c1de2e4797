// SPDX-License-Identifier: Apache-2.0
/** Differences of two streams by their fields, and of two descriptions by what breaks migration. */
package dev.vtrace.decoder.compare;
