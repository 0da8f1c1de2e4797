// SPDX-License-Identifier: Apache-2.0
/** Devices by name, and the states of their rings over time. */
package dev.vtrace.decoder.analysis.view;
