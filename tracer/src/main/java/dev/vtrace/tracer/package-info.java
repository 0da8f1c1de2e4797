// SPDX-License-Identifier: Apache-2.0
/** Recording of migrations as they happen, from QEMUs and sockets that are in use. */
package dev.vtrace.tracer;
