// SPDX-License-Identifier: Apache-2.0
/** The conversation with a client: framing, order, errors, end. */
package dev.vtrace.server.rpc;
