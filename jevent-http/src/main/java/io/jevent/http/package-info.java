// SPDX-License-Identifier: Apache-2.0
/**
 * An HTTP server with plain blocking handlers, each request in a greenlet.
 *
 * @see io.jevent.http.HttpServer
 */
@NullMarked
package io.jevent.http;

import org.jspecify.annotations.NullMarked;
