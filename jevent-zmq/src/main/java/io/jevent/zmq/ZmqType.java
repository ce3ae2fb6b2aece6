// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import zmq.ZMQ;

/**
 * The types of sockets: which peers they talk to, and in what order.
 *
 * @gevent {@code zmq.REQ}, {@code zmq.REP} and so on
 * @since 0.1
 */
public enum ZmqType {
    /** Sends a request and receives the reply, in turn; talks to {@link #REP} and {@link #ROUTER}. */
    REQ(ZMQ.ZMQ_REQ),
    /** Receives a request and sends the reply, in turn; talks to {@link #REQ} and {@link #DEALER}. */
    REP(ZMQ.ZMQ_REP),
    /** Sends to all subscribers, and drops messages for a slow one; talks to {@link #SUB}. */
    PUB(ZMQ.ZMQ_PUB),
    /** Receives the messages that it has subscribed to; talks to {@link #PUB}. */
    SUB(ZMQ.ZMQ_SUB),
    /** A {@link #PUB} that receives the subscriptions. */
    XPUB(ZMQ.ZMQ_XPUB),
    /** A {@link #SUB} that subscribes by sending. */
    XSUB(ZMQ.ZMQ_XSUB),
    /** Distributes messages round-robin; talks to {@link #PULL}. */
    PUSH(ZMQ.ZMQ_PUSH),
    /** Receives messages from its peers in turn (fair-queued); talks to {@link #PUSH}. */
    PULL(ZMQ.ZMQ_PULL),
    /** Receives messages with the sender's identity as first part, and sends to the peer that the first part names. */
    ROUTER(ZMQ.ZMQ_ROUTER),
    /** Distributes messages round-robin and receives them fair-queued, in any order. */
    DEALER(ZMQ.ZMQ_DEALER),
    /** Talks to exactly one other socket of this type. */
    PAIR(ZMQ.ZMQ_PAIR);

    private final int code;

    ZmqType(int code) {
        this.code = code;
    }

    /** Returns JeroMQ's code of the type. */
    int code() {
        return code;
    }
}
