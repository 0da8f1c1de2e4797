// SPDX-License-Identifier: Apache-2.0
/** The result of an analysis: immutable values, without any way of finding them. */
package dev.vtrace.decoder.analysis.model;
