// SPDX-License-Identifier: Apache-2.0
/**
 * A vhost-user proxy in two processes: a small one that forwards, and the one that records what the
 * first tells it. A VM's device hangs forever when its connection ends, so the first one goes on
 * when the second one is gone.
 */
package dev.vtrace.tracer.forward;
