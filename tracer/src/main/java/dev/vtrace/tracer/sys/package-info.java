// SPDX-License-Identifier: Apache-2.0
/**
 * System calls that Java has not: sockets that carry descriptors and the sender's process id, and
 * which sockets are connected to each other. Constants and layouts are those of 64-bit Linux, which
 * x86-64 and AArch64 have in common.
 */
package dev.vtrace.tracer.sys;
