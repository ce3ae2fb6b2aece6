// SPDX-License-Identifier: Apache-2.0
/**
 * A scripted HTTP server for tests of clients; needs {@code jevent-http}.
 *
 * <p>In reading order: {@link io.jevent.testing.http.MockServer MockServer}, its
 * {@link io.jevent.testing.http.MockResponse MockResponse}s and {@link io.jevent.testing.http.RecordedRequest
 * RecordedRequest}s.
 */
@NullMarked
package io.jevent.testing.http;

import org.jspecify.annotations.NullMarked;
