// SPDX-License-Identifier: Apache-2.0
/** The plug-in for Eclipse: views, editors and a debug model for what the server tells. */
package dev.vtrace.eclipse;
