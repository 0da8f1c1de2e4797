// SPDX-License-Identifier: Apache-2.0
/** Looking on while a QEMU runs: its trace events, its log, its QMP events. */
package dev.vtrace.tracer.attach;
