// SPDX-License-Identifier: Apache-2.0
/**
 * The interface of PEP 3333, Python's WSGI, in Java: {@code environ}, {@code startResponse}, an iterable of chunks.
 *
 * @see io.jevent.wsgi.WsgiServer
 */
@NullMarked
package io.jevent.wsgi;

import org.jspecify.annotations.NullMarked;
