// SPDX-License-Identifier: Apache-2.0
/**
 * What can be learned of a running process without its help: which sockets it holds, who holds the
 * other ends, and, through strace, what passes over them.
 */
package dev.vtrace.tracer.strace;
