// SPDX-License-Identifier: Apache-2.0
/** Migration streams as a tree that can be asked for piece by piece. */
package dev.vtrace.server.stream;
