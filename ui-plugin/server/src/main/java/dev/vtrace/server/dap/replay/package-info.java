// SPDX-License-Identifier: Apache-2.0
/**
 * A recorded migration as a sequence of steps, with the state at each of them. It knows nothing of
 * any protocol.
 */
package dev.vtrace.server.dap.replay;
