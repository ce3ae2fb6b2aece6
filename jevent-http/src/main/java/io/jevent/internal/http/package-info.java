// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of the HTTP server that all versions of HTTP share; {@code io.jevent.internal.http1} has the bytes of
 * HTTP/1.1, {@code io.jevent.internal.http2} the frames of HTTP/2. Invariant: nothing here depends on a version's
 * package.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>the server: {@link io.jevent.internal.http.Engine Engine}, which all connections share, with its
 *       {@link io.jevent.internal.http.Settings Settings} and {@link io.jevent.internal.http.Limits Limits};
 *   <li>the seam between a connection and the code that responds: {@link io.jevent.internal.http.Application
 *       Application}, {@link io.jevent.internal.http.Exchange Exchange}, {@link io.jevent.internal.http.Refusal
 *       Refusal}; {@link io.jevent.internal.http.Takeover Takeover} for a protocol that follows HTTP on a connection;
 *   <li>a request's head: {@link io.jevent.internal.http.HeadCheck HeadCheck} and
 *       {@link io.jevent.internal.http.RequestHead RequestHead};
 *   <li>the request's body: {@link io.jevent.internal.http.BodyInput BodyInput}, its
 *       {@link io.jevent.internal.http.BodyChunk BodyChunk}s, {@link io.jevent.internal.http.RemoteRead RemoteRead} for
 *       other threads, {@link io.jevent.internal.http.BadBodyException BadBodyException};
 *   <li>the response: {@link io.jevent.internal.http.WireResponse WireResponse};
 *   <li>the grammar: {@link io.jevent.internal.http.HeaderList HeaderList}, {@link io.jevent.internal.http.FieldLists
 *       FieldLists}, {@link io.jevent.internal.http.HttpDates HttpDates}, {@link io.jevent.internal.http.Statuses
 *       Statuses}, {@link io.jevent.internal.http.Hosts Hosts}, {@link io.jevent.internal.http.Octets Octets};
 *   <li>before HTTP: {@link io.jevent.internal.http.ProxyHeader ProxyHeader} of a load balancer;
 *   <li>tools: {@link io.jevent.internal.http.IdleTimer IdleTimer}, {@link io.jevent.internal.http.DateClock
 *       DateClock}, {@link io.jevent.internal.http.JsonText JsonText} for logs and reports.
 * </ol>
 */
@NullMarked
package io.jevent.internal.http;

import org.jspecify.annotations.NullMarked;
