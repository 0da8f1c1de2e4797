// SPDX-License-Identifier: Apache-2.0
/** The language server and the debug adapter. */
package dev.vtrace.server;
