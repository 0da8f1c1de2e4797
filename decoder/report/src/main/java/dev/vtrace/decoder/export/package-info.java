// SPDX-License-Identifier: Apache-2.0
/** The results of vtrace as text and JSON, one class a form; nothing here decides anything. */
package dev.vtrace.decoder.export;
