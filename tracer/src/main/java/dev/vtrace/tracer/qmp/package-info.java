// SPDX-License-Identifier: Apache-2.0
/** A client of QEMU's monitor protocol, which believes nothing that it is told. */
package dev.vtrace.tracer.qmp;
