// SPDX-License-Identifier: Apache-2.0
/** Which files belong to a run, what each is, and whose it is. */
package dev.vtrace.decoder.capture;
