// SPDX-License-Identifier: Apache-2.0
/** The debug adapter: a recorded migration, or a running QEMU, as something to step through. */
package dev.vtrace.server.dap;
