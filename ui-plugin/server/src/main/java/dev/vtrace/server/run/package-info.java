// SPDX-License-Identifier: Apache-2.0
/** Runs that are held open: read once, found by URI, and looked into by place and by time. */
package dev.vtrace.server.run;
