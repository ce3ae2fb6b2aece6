// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP server's parts that no version of HTTP is needed for; {@code io.jevent.internal.http1} has the bytes of
 * HTTP/1.1. Invariant: nothing here depends on a version's package, so that HTTP/2 can be added beside HTTP/1.1.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>the server: {@link io.jevent.internal.http.Engine Engine}, which all connections share, with its
 *       {@link io.jevent.internal.http.Settings Settings} and {@link io.jevent.internal.http.Limits Limits};
 *   <li>the seam between a connection and the code that responds: {@link io.jevent.internal.http.Application
 *       Application}, {@link io.jevent.internal.http.Exchange Exchange}, {@link io.jevent.internal.http.Refusal
 *       Refusal}; {@link io.jevent.internal.http.Takeover Takeover} for a protocol that follows HTTP on a connection;
 *   <li>the request's body: {@link io.jevent.internal.http.BodyInput BodyInput}, its
 *       {@link io.jevent.internal.http.BodyChunk BodyChunk}s, {@link io.jevent.internal.http.RemoteRead RemoteRead} for
 *       other threads, {@link io.jevent.internal.http.BadBodyException BadBodyException};
 *   <li>the response: {@link io.jevent.internal.http.WireResponse WireResponse};
 *   <li>the grammar: {@link io.jevent.internal.http.HeaderList HeaderList}, {@link io.jevent.internal.http.FieldLists
 *       FieldLists}, {@link io.jevent.internal.http.HttpDates HttpDates}, {@link io.jevent.internal.http.Statuses
 *       Statuses}, {@link io.jevent.internal.http.Hosts Hosts}, {@link io.jevent.internal.http.Octets Octets};
 *   <li>a tool: {@link io.jevent.internal.http.IdleTimer IdleTimer}.
 * </ol>
 */
@NullMarked
package io.jevent.internal.http;

import org.jspecify.annotations.NullMarked;
