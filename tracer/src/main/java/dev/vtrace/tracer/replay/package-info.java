// SPDX-License-Identifier: Apache-2.0
/**
 * Plays a recorded migration again: source, destination and back-end are processes of their own
 * that speak over real sockets, with real descriptors, through the recording proxies.
 */
package dev.vtrace.tracer.replay;
