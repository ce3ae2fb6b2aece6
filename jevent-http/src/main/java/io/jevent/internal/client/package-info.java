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
 *       {@link io.jevent.internal.client.OriginPool OriginPool}, {@link io.jevent.internal.client.Origin Origin};
 *   <li>making a connection: {@link io.jevent.internal.client.Dialer Dialer}, {@link io.jevent.internal.client.Attempts
 *       Attempts}, {@link io.jevent.internal.client.Socks5 Socks5}, {@link io.jevent.internal.client.Tunnel Tunnel},
 *       {@link io.jevent.internal.client.ProxyLogin ProxyLogin}, {@link io.jevent.internal.client.TlsChoice TlsChoice};
 *   <li>a connection and an exchange of any version: {@link io.jevent.internal.client.ClientConnection
 *       ClientConnection}, {@link io.jevent.internal.client.ClientExchange ClientExchange},
 *       {@link io.jevent.internal.client.ResponseHead ResponseHead},
 *       {@link io.jevent.internal.client.UnprocessedException UnprocessedException},
 *       {@link io.jevent.internal.client.StaleException StaleException};
 *   <li>HTTP/1.1: {@link io.jevent.internal.client.Http1Connection Http1Connection},
 *       {@link io.jevent.internal.client.Http1Exchange Http1Exchange}, {@link io.jevent.internal.client.ResponseParser
 *       ResponseParser}, {@link io.jevent.internal.client.ResponseFraming ResponseFraming};
 *   <li>HTTP/2: {@link io.jevent.internal.client.Http2Connection Http2Connection},
 *       {@link io.jevent.internal.client.Http2Codec Http2Codec}, {@link io.jevent.internal.client.Http2Events
 *       Http2Events}, {@link io.jevent.internal.client.Http2ClientExchange Http2ClientExchange},
 *       {@link io.jevent.internal.client.Http2Fields Http2Fields};
 *   <li>a request and its response, with their bodies: {@link io.jevent.internal.client.Transfer Transfer},
 *       {@link io.jevent.internal.client.BodySender BodySender}, {@link io.jevent.internal.client.BodyPump BodyPump}.
 * </ol>
 */
@NullMarked
package io.jevent.internal.client;

import org.jspecify.annotations.NullMarked;
