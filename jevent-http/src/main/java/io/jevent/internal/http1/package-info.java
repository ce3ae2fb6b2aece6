// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1.1 and HTTP/1.0 on the wire, RFC 9112: from the bytes of a connection to requests, and from responses to bytes.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>the connection: {@link io.jevent.internal.http1.HttpConnection HttpConnection} with its
 *       {@link io.jevent.internal.http1.ConnectionState ConnectionState}, and
 *       {@link io.jevent.internal.http1.HubHttpState HubHttpState}, which the connections of a hub share; between
 *       requests, {@link io.jevent.internal.http1.IdleConnection IdleConnection};
 *   <li>in: {@link io.jevent.internal.http1.Incoming Incoming}, the queue between the decoder and the greenlet;
 *       {@link io.jevent.internal.http1.StrictDecoder StrictDecoder} with {@link io.jevent.internal.http1.LineScan
 *       LineScan} and {@link io.jevent.internal.http.HeadCheck HeadCheck} for heads,
 *       {@link io.jevent.internal.http1.BodyDecoder BodyDecoder} and {@link io.jevent.internal.http1.ChunkFraming
 *       ChunkFraming} for bodies;
 *   <li>a request: {@link io.jevent.internal.http.RequestHead RequestHead},
 *       {@link io.jevent.internal.http1.Http1Exchange Http1Exchange}, {@link io.jevent.internal.http1.Http1Body
 *       Http1Body};
 *   <li>out: {@link io.jevent.internal.http1.Http1Response Http1Response}, {@link io.jevent.internal.http1.StatusLines
 *       StatusLines}, {@link io.jevent.internal.http1.HeadWriter HeadWriter}, and
 *       {@link io.jevent.internal.http1.Output Output}, the connection's buffer.
 * </ol>
 */
@NullMarked
package io.jevent.internal.http1;

import org.jspecify.annotations.NullMarked;
