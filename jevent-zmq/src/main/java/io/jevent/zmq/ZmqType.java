// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import zmq.ZMQ;

/**
 * The kinds of sockets: who talks to whom, and in what order.
 *
 * @gevent {@code zmq.REQ}, {@code zmq.REP} and so on
 */
public enum ZmqType {
    /** Sends a request, receives the answer, and again; talks to {@link #REP} and {@link #ROUTER}. */
    REQ(ZMQ.ZMQ_REQ),
    /** Receives a request, sends the answer, and again; talks to {@link #REQ} and {@link #DEALER}. */
    REP(ZMQ.ZMQ_REP),
    /** Sends to all who have subscribed, and drops what a slow one cannot take; talks to {@link #SUB}. */
    PUB(ZMQ.ZMQ_PUB),
    /** Receives what it has subscribed to; talks to {@link #PUB}. */
    SUB(ZMQ.ZMQ_SUB),
    /** A {@link #PUB} that receives the subscriptions. */
    XPUB(ZMQ.ZMQ_XPUB),
    /** A {@link #SUB} that subscribes by sending. */
    XSUB(ZMQ.ZMQ_XSUB),
    /** Deals out messages in turn; talks to {@link #PULL}. */
    PUSH(ZMQ.ZMQ_PUSH),
    /** Collects messages, fairly; talks to {@link #PUSH}. */
    PULL(ZMQ.ZMQ_PULL),
    /** Receives with the sender's identity as first part, and sends to whom the first part names. */
    ROUTER(ZMQ.ZMQ_ROUTER),
    /** Deals out messages in turn and collects them fairly, in any order. */
    DEALER(ZMQ.ZMQ_DEALER),
    /** Talks to one other of this kind. */
    PAIR(ZMQ.ZMQ_PAIR);

    private final int code;

    ZmqType(int code) {
        this.code = code;
    }

    /** The type as JeroMQ has it. */
    int code() {
        return code;
    }
}
