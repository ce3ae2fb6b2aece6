// SPDX-License-Identifier: Apache-2.0
/**
 * ZeroMQ for greenlets: messages between threads, processes and machines, without a broker.
 *
 * <p>JeroMQ implements the protocol and the connections, and its own threads do the input and output. A call that has
 * to wait blocks only the calling greenlet, and timeouts and kills cancel it.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>To send and receive: a {@link io.jevent.zmq.ZmqContext} creates {@link io.jevent.zmq.ZmqSocket}s of a
 *       {@link io.jevent.zmq.ZmqType}; {@link io.jevent.zmq.ZmqOptions} configures them, and
 *       {@link io.jevent.zmq.ZmqException} reports what ZeroMQ refuses.
 *   <li>Security: {@link io.jevent.zmq.CurveKeys} for encryption, {@link io.jevent.zmq.ZmqAuthenticator} to choose the
 *       clients; {@code Authentication} is the greenlet that calls the authenticator.
 *   <li>Inside: {@code SocketCore} adds blocking to a socket of JeroMQ, with a {@code Direction} for input and one for
 *       output; {@code Mailboxes} connects JeroMQ's threads to the hub; {@code Endpoints} checks addresses.
 * </ul>
 *
 * @gevent {@code zmq.green} of pyzmq
 */
@NullMarked
package io.jevent.zmq;

import org.jspecify.annotations.NullMarked;
