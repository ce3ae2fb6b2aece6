// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.hub.Durations;
import java.time.Duration;
import zmq.ZMQ;

/**
 * What can be set of a socket; each method returns this object, so that they can be written in a row. Unless said
 * otherwise it counts for connections that are made, and addresses that are bound, from then on.
 *
 * <p><b>Confinement:</b> hub-confined, as its socket is.
 *
 * @gevent {@code Socket.setsockopt}
 */
public final class ZmqOptions {

    private static final long NANOS_OF_MILLI = 1_000_000;

    private final SocketCore core;

    ZmqOptions(SocketCore core) {
        this.core = core;
    }

    /**
     * How long what is unsent when the socket is closed is kept; one second unless told otherwise. Counts at once.
     *
     * @param time how long; zero drops it, more than 24 days is for ever
     * @return this
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public ZmqOptions linger(Duration time) {
        int millis = millis(time, "linger");
        return set("set the linger of", ZMQ.ZMQ_LINGER, millis == Integer.MAX_VALUE ? -1 : millis);
    }

    /**
     * How many messages are kept for each peer that cannot take them; 1000 unless told otherwise. Then a send waits, or
     * a PUB socket drops them.
     *
     * @param messages how many; 0 is without a limit
     * @return this
     * @throws IllegalArgumentException if it is negative
     * @gevent {@code SNDHWM}
     */
    public ZmqOptions sendLimit(int messages) {
        return set("set the send limit of", ZMQ.ZMQ_SNDHWM, notNegative(messages));
    }

    /**
     * How many messages of each peer are kept until they are received; 1000 unless told otherwise. Then the peer has to
     * keep them.
     *
     * @param messages how many; 0 is without a limit
     * @return this
     * @throws IllegalArgumentException if it is negative
     * @gevent {@code RCVHWM}
     */
    public ZmqOptions receiveLimit(int messages) {
        return set("set the receive limit of", ZMQ.ZMQ_RCVHWM, notNegative(messages));
    }

    /**
     * The name by which a ROUTER at the other end knows this socket; one that it makes up unless told otherwise.
     *
     * @param name 1 to 255 bytes in UTF-8
     * @return this
     * @throws IllegalArgumentException if it is empty or too long
     * @gevent {@code IDENTITY}, {@code ROUTING_ID}
     */
    public ZmqOptions identity(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > 255) {
            throw new IllegalArgumentException("an identity has 1 to 255 bytes: " + bytes.length);
        }
        return set("set the identity of", ZMQ.ZMQ_IDENTITY, bytes);
    }

    /**
     * Whether a ROUTER refuses messages for peers that it does not know, with a {@link ZmqException}, instead of
     * dropping them. Counts at once.
     *
     * @param refused true to refuse
     * @return this
     * @gevent {@code ROUTER_MANDATORY}
     */
    public ZmqOptions unknownPeersRefused(boolean refused) {
        return set("change", ZMQ.ZMQ_ROUTER_MANDATORY, refused);
    }

    /**
     * Whether messages are dealt out only to connections that stand, instead of being kept for those to come.
     *
     * @param only true to wait for connections
     * @return this
     * @gevent {@code IMMEDIATE}
     */
    public ZmqOptions onlyConnected(boolean only) {
        return set("change", ZMQ.ZMQ_IMMEDIATE, !only); // JeroMQ has it the other way round
    }

    /**
     * How long after a lost connection another try is made; 100 ms unless told otherwise.
     *
     * @param time how long
     * @return this
     * @throws IllegalArgumentException if {@code time} is negative
     * @gevent {@code RECONNECT_IVL}
     */
    public ZmqOptions reconnectAfter(Duration time) {
        return set("change", ZMQ.ZMQ_RECONNECT_IVL, millis(time, "reconnectAfter"));
    }

    /**
     * Has peers asked whether they are still there; one that does not answer is disconnected.
     *
     * @param every how often
     * @param patience how long an answer may take
     * @return this
     * @throws IllegalArgumentException if one of them is negative
     * @gevent {@code HEARTBEAT_IVL}, {@code HEARTBEAT_TIMEOUT}
     */
    public ZmqOptions heartbeat(Duration every, Duration patience) {
        set("change", ZMQ.ZMQ_HEARTBEAT_TIMEOUT, millis(patience, "patience"));
        return set("change", ZMQ.ZMQ_HEARTBEAT_IVL, millis(every, "every"));
    }

    /**
     * Shows a name and a password, in the clear, to the servers that this socket connects to.
     *
     * @param name the name
     * @param password the password
     * @return this
     */
    public ZmqOptions plainClient(String name, String password) {
        set("change", ZMQ.ZMQ_PLAIN_USERNAME, name);
        return set("change", ZMQ.ZMQ_PLAIN_PASSWORD, password);
    }

    /**
     * Has those who connect show a name and a password; see {@link ZmqContext#setAuthenticator}.
     *
     * @return this
     */
    public ZmqOptions plainServer() {
        return set("change", ZMQ.ZMQ_PLAIN_SERVER, true);
    }

    /**
     * Encrypts everything, and makes sure that the servers that this socket connects to are the right ones.
     *
     * @param serverPublicKey the servers' key, 40 characters
     * @param own this socket's keys
     * @return this
     * @throws IllegalArgumentException if {@code serverPublicKey} is no key
     */
    public ZmqOptions curveClient(String serverPublicKey, CurveKeys own) {
        set("change", ZMQ.ZMQ_CURVE_SERVERKEY, CurveKeys.check(serverPublicKey, "public"));
        return keys(own);
    }

    /**
     * Encrypts everything, and accepts those who have this socket's public key; see
     * {@link ZmqContext#setAuthenticator}.
     *
     * @param own this socket's keys
     * @return this
     */
    public ZmqOptions curveServer(CurveKeys own) {
        set("change", ZMQ.ZMQ_CURVE_SERVER, true);
        return keys(own);
    }

    /**
     * What a {@link ZmqAuthenticator} is told of the server that somebody connects to; empty unless told otherwise.
     *
     * @param name up to 255 characters
     * @return this
     * @throws IllegalArgumentException if it is longer
     * @gevent {@code ZAP_DOMAIN}
     */
    public ZmqOptions domain(String name) {
        return set("change", ZMQ.ZMQ_ZAP_DOMAIN, name);
    }

    private ZmqOptions keys(CurveKeys own) {
        set("change", ZMQ.ZMQ_CURVE_PUBLICKEY, own.publicKey());
        return set("change", ZMQ.ZMQ_CURVE_SECRETKEY, own.secretKey());
    }

    /** Sets one of JeroMQ's options; {@code doing} is for the message. */
    ZmqOptions set(String doing, int option, Object value) {
        core.perform(doing, base -> base.setSocketOpt(option, value));
        return this;
    }

    private static int notNegative(int messages) {
        if (messages < 0) {
            throw new IllegalArgumentException("a limit must not be negative; 0 is without one: " + messages);
        }
        return messages;
    }

    private static int millis(Duration time, String name) {
        long nanos = Durations.nanos(time, name);
        long millis = nanos / NANOS_OF_MILLI + (nanos % NANOS_OF_MILLI == 0 ? 0 : 1);
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
