// SPDX-License-Identifier: Apache-2.0
/** Logs that are still being written: read as they grow, copied as they are. */
package dev.vtrace.tracer.follow;
