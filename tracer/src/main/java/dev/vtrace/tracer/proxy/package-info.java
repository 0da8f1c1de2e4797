// SPDX-License-Identifier: Apache-2.0
/**
 * Proxies that stand between two processes, record what passes, and change nothing of it: bytes,
 * descriptors, the places of descriptors among the bytes, half-closed and broken connections.
 */
package dev.vtrace.tracer.proxy;
