// SPDX-License-Identifier: Apache-2.0
/** The engine: from the bytes of a connection to requests, and from answers to bytes. */
@NullMarked
package io.jevent.internal.http;

import org.jspecify.annotations.NullMarked;
