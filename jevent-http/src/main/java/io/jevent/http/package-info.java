// SPDX-License-Identifier: Apache-2.0
/**
 * An HTTP server with plain blocking handlers; a greenlet serves each connection that has requests.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>the server: {@link io.jevent.http.HttpServer HttpServer} with its {@link io.jevent.http.HttpOptions
 *       HttpOptions} and its {@link io.jevent.http.AccessLog AccessLog} (by default a {@code StandardLog}) in an
 *       {@link io.jevent.http.AccessFormat AccessFormat} of {@code AccessLines}; behind proxies,
 *       {@link io.jevent.http.TrustedProxies TrustedProxies} in {@link io.jevent.http.Networks Networks};
 *       {@code ConnectionCounts} limits the connections of a client;
 *   <li>an application: {@link io.jevent.http.Handler Handler}, {@link io.jevent.http.Request Request},
 *       {@link io.jevent.http.Response Response}, {@code CurrentRequests}; their {@link io.jevent.http.Headers
 *       Headers}, {@link io.jevent.http.Parameters Parameters} and {@link io.jevent.http.SetCookie cookies} (read by
 *       {@code Cookies}); {@code Content} checks bodies, {@code Negotiation} chooses a media type, {@code Ids} name
 *       requests; {@code Uris} splits the target, {@code ResponseHeaders} and {@code ResponseStream} write;
 *       {@link io.jevent.http.EventStream EventStream} for server-sent events;
 *   <li>routing: {@link io.jevent.http.Routes Routes}, whose paths are {@code RoutePattern}s in a {@code RouteTable},
 *       with {@link io.jevent.http.RouteOptions RouteOptions}, a {@link io.jevent.http.Converter Converter} for each
 *       parameter and {@link io.jevent.http.ExceptionHandler ExceptionHandler}s; and {@link io.jevent.http.StaticFiles
 *       StaticFiles}; {@code FileSender} sends a file with {@code Conditions}, an {@code OpenFile}, {@code ByteRange}s
 *       and {@code MediaTypes};
 *   <li>filters: {@link io.jevent.http.Filter Filter}, {@link io.jevent.http.Sessions Sessions} with each client's
 *       {@link io.jevent.http.Session Session} in a {@link io.jevent.http.SessionStore SessionStore}
 *       ({@code MemorySessions}, {@code SignedSessions}, or a shared one), {@link io.jevent.http.SameOrigin
 *       SameOrigin}, {@link io.jevent.http.Compression Compression} by a {@code BodyFilter}, by {@code Encoders} for
 *       {@code Codings};
 *   <li>failures: {@link io.jevent.http.HttpException HttpException}, {@link io.jevent.http.ErrorPage ErrorPage},
 *       {@link io.jevent.http.ClientGone ClientGone}; {@code Failure} maps an exception to a response;
 *   <li>below: {@code HandlerApplication} connects a handler to the protocols in {@code io.jevent.internal.http}.
 * </ol>
 *
 * @see io.jevent.http.HttpServer
 */
@NullMarked
package io.jevent.http;

import org.jspecify.annotations.NullMarked;
