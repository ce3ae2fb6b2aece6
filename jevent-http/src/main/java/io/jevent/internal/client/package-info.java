// SPDX-License-Identifier: Apache-2.0
/**
 * The client's side of HTTP on the wire: connections, their pool, and the exchange of one request for one response.
 * {@code io.jevent.http.client} adds redirects, cookies, authentication and content decoding.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>what a call is given: {@link io.jevent.internal.client.ClientSettings ClientSettings},
 *       {@link io.jevent.internal.client.Outgoing Outgoing}, {@link io.jevent.internal.client.CallClock CallClock};
 *   <li>the pool: {@link io.jevent.internal.client.ConnectionPool ConnectionPool},
 *       {@link io.jevent.internal.client.OriginPool OriginPool} for each {@link io.jevent.internal.client.Origin
 *       Origin}, {@link io.jevent.internal.client.Dialer Dialer};
 *   <li>a connection and an exchange of any version: {@link io.jevent.internal.client.ClientConnection
 *       ClientConnection}, {@link io.jevent.internal.client.ClientExchange ClientExchange};
 *   <li>HTTP/1.1: {@link io.jevent.internal.client.Http1Connection Http1Connection},
 *       {@link io.jevent.internal.client.Http1Exchange Http1Exchange}, {@link io.jevent.internal.client.ResponseParser
 *       ResponseParser};
 *   <li>bodies: {@link io.jevent.internal.client.BodySender BodySender}, {@link io.jevent.internal.client.BodyPump
 *       BodyPump}.
 * </ol>
 */
@NullMarked
package io.jevent.internal.client;

import org.jspecify.annotations.NullMarked;
