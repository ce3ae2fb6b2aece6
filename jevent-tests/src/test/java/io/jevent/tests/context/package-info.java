// SPDX-License-Identifier: Apache-2.0
/** Contexts of logging and tracing libraries in greenlets and in the work of thread pools. */
package io.jevent.tests.context;
