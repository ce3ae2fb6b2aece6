// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/2 on the wire, RFC 9113, on Netty's codec: from the frames of a connection to requests, and from responses to
 * frames.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>the connection: {@link io.jevent.internal.http2.MultiplexedConnection MultiplexedConnection} with its
 *       {@link io.jevent.internal.http2.FrameCodec FrameCodec}, {@link io.jevent.internal.http2.FrameEvents
 *       FrameEvents} and {@link io.jevent.internal.http2.FrameBudget FrameBudget};
 *   <li>a stream: {@link io.jevent.internal.http2.Http2Exchange Http2Exchange} and
 *       {@link io.jevent.internal.http2.StreamGreenlet StreamGreenlet};
 *   <li>in: {@link io.jevent.internal.http2.HeadLines HeadLines}, {@link io.jevent.internal.http2.BodyQueue BodyQueue},
 *       {@link io.jevent.internal.http2.Http2Body Http2Body};
 *   <li>out: {@link io.jevent.internal.http2.Http2Response Http2Response}, {@link io.jevent.internal.http2.StreamOutput
 *       StreamOutput}, {@link io.jevent.internal.http2.DataFrame DataFrame} and
 *       {@link io.jevent.internal.http2.FrameOutput FrameOutput};
 *   <li>another protocol on a stream: {@link io.jevent.internal.http2.Tunnel Tunnel}.
 * </ol>
 */
@NullMarked
package io.jevent.internal.http2;

import org.jspecify.annotations.NullMarked;
