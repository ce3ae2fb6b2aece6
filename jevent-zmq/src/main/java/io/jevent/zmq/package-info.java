// SPDX-License-Identifier: Apache-2.0
/**
 * ZeroMQ for greenlets: messages between threads, processes and machines, without a broker.
 *
 * <p>A {@link io.jevent.zmq.ZmqContext} makes {@link io.jevent.zmq.ZmqSocket}s. The protocol and the connections are
 * JeroMQ's, whose own threads do the input and output; what would have to wait gives way to the other greenlets of the
 * hub, and obeys timeouts and kills.
 *
 * @gevent {@code zmq.green} of pyzmq
 */
@NullMarked
package io.jevent.zmq;

import org.jspecify.annotations.NullMarked;
