// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.hub.Durations;
import java.time.Duration;
import zmq.ZMQ;

/**
 * Options of a socket. Each method returns this object, so that calls can be chained. An option applies to later binds
 * and connections, unless its description says that it applies at once.
 *
 * <p><b>Confinement:</b> hub-confined, as its socket is.
 *
 * @gevent {@code Socket.setsockopt}
 * @since 0.1
 */
public final class ZmqOptions {

    private static final long NANOS_OF_MILLI = 1_000_000;

    private final SocketCore core;

    ZmqOptions(SocketCore core) {
        this.core = core;
    }

    /**
     * Sets how long a closed socket keeps unsent messages; the default is one second. Applies at once.
     *
     * @param time the time; zero drops the messages, more than 24 days means no limit
     * @return this
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public ZmqOptions linger(Duration time) {
        int millis = millis(time, "linger");
        return set("set the linger of", ZMQ.ZMQ_LINGER, millis == Integer.MAX_VALUE ? -1 : millis);
    }

    /**
     * Sets how many messages are queued for each peer that does not take them; the default is 1000. When the queue is
     * full, a send blocks, and a PUB socket drops messages.
     *
     * @param messages the number; 0 for no limit
     * @return this
     * @throws IllegalArgumentException if {@code messages} is negative
     * @gevent {@code SNDHWM}
     */
    public ZmqOptions sendLimit(int messages) {
        return set("set the send limit of", ZMQ.ZMQ_SNDHWM, notNegative(messages));
    }

    /**
     * Sets how many messages of each peer are queued until they are received; the default is 1000. When the queue is
     * full, messages stay with the peer (backpressure).
     *
     * @param messages the number; 0 for no limit
     * @return this
     * @throws IllegalArgumentException if {@code messages} is negative
     * @gevent {@code RCVHWM}
     */
    public ZmqOptions receiveLimit(int messages) {
        return set("set the receive limit of", ZMQ.ZMQ_RCVHWM, notNegative(messages));
    }

    /**
     * Sets the name by which a ROUTER at the other end knows this socket; by default the ROUTER generates one.
     *
     * @param name 1 to 255 bytes in UTF-8
     * @return this
     * @throws IllegalArgumentException if {@code name} is empty or too long
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
     * Sets whether a ROUTER refuses messages to unknown peers with a {@link ZmqException}, instead of dropping them.
     * Applies at once.
     *
     * @param refused true to refuse
     * @return this
     * @gevent {@code ROUTER_MANDATORY}
     */
    public ZmqOptions unknownPeersRefused(boolean refused) {
        return set("change", ZMQ.ZMQ_ROUTER_MANDATORY, refused);
    }

    /**
     * Sets whether messages are distributed only to established connections, instead of being queued for pending ones.
     *
     * @param only true to use established connections only
     * @return this
     * @gevent {@code IMMEDIATE}
     */
    public ZmqOptions onlyConnected(boolean only) {
        return set("change", ZMQ.ZMQ_IMMEDIATE, !only); // JeroMQ's option has the opposite meaning
    }

    /**
     * Sets how long after a lost connection the socket reconnects; the default is 100 ms.
     *
     * @param time the delay
     * @return this
     * @throws IllegalArgumentException if {@code time} is negative
     * @gevent {@code RECONNECT_IVL}
     */
    public ZmqOptions reconnectAfter(Duration time) {
        return set("change", ZMQ.ZMQ_RECONNECT_IVL, millis(time, "reconnectAfter"));
    }

    /**
     * Sends heartbeats to the peers, and disconnects a peer that does not reply.
     *
     * @param every the interval of the heartbeats
     * @param timeout the longest time for a reply
     * @return this
     * @throws IllegalArgumentException if one of the times is negative
     * @gevent {@code HEARTBEAT_IVL}, {@code HEARTBEAT_TIMEOUT}
     */
    public ZmqOptions heartbeat(Duration every, Duration timeout) {
        set("change", ZMQ.ZMQ_HEARTBEAT_TIMEOUT, millis(timeout, "timeout"));
        return set("change", ZMQ.ZMQ_HEARTBEAT_IVL, millis(every, "every"));
    }

    /**
     * Sends a name and a password, in plain text, to the servers that this socket connects to.
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
     * Requires a name and a password from clients; see {@link ZmqContext#setAuthenticator}.
     *
     * @return this
     */
    public ZmqOptions plainServer() {
        return set("change", ZMQ.ZMQ_PLAIN_SERVER, true);
    }

    /**
     * Encrypts all messages, and verifies the servers that this socket connects to.
     *
     * @param serverPublicKey the servers' public key, 40 characters
     * @param own this socket's keys
     * @return this
     * @throws IllegalArgumentException if {@code serverPublicKey} is not a key
     */
    public ZmqOptions curveClient(String serverPublicKey, CurveKeys own) {
        set("change", ZMQ.ZMQ_CURVE_SERVERKEY, CurveKeys.check(serverPublicKey, "public"));
        return keys(own);
    }

    /**
     * Encrypts all messages, and accepts clients that have this socket's public key; see
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
     * Sets the domain of this server, which a {@link ZmqAuthenticator} gets; the default is empty.
     *
     * @param name at most 255 characters
     * @return this
     * @throws IllegalArgumentException if {@code name} is longer
     * @gevent {@code ZAP_DOMAIN}
     */
    public ZmqOptions domain(String name) {
        return set("change", ZMQ.ZMQ_ZAP_DOMAIN, name);
    }

    private ZmqOptions keys(CurveKeys own) {
        set("change", ZMQ.ZMQ_CURVE_PUBLICKEY, own.publicKey());
        return set("change", ZMQ.ZMQ_CURVE_SECRETKEY, own.secretKey());
    }

    /** Sets one of JeroMQ's options; {@code doing} is the operation, for the message. */
    ZmqOptions set(String doing, int option, Object value) {
        core.perform(doing, base -> base.setSocketOpt(option, value));
        return this;
    }

    private static int notNegative(int messages) {
        if (messages < 0) {
            throw new IllegalArgumentException("a limit must not be negative; 0 means no limit: " + messages);
        }
        return messages;
    }

    private static int millis(Duration time, String name) {
        long nanos = Durations.nanos(time, name);
        long millis = nanos / NANOS_OF_MILLI + (nanos % NANOS_OF_MILLI == 0 ? 0 : 1);
        return (int) Math.min(Integer.MAX_VALUE, millis);
    }
}
