// SPDX-License-Identifier: Apache-2.0
/** Runs as JSON for clients, with links. */
package dev.vtrace.server.view;
