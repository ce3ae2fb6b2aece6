// SPDX-License-Identifier: Apache-2.0
/**
 * A reverse proxy as a handler: {@link io.jevent.http.proxy.ReverseProxy ReverseProxy} sends requests on to other
 * servers.
 */
@NullMarked
package io.jevent.http.proxy;

import org.jspecify.annotations.NullMarked;
