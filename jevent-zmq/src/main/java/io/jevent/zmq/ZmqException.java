// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.exceptions.JeventException;
import zmq.ZError;

/**
 * Thrown when ZeroMQ refuses an operation: an address in use or not of this machine, a message out of turn, a closed
 * socket.
 *
 * @gevent {@code zmq.ZMQError}
 * @since 0.1
 */
public class ZmqException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the cause and the remedy
     */
    public ZmqException(String message) {
        super(message);
    }

    /** Creates the exception for an error code of JeroMQ; {@code doing} is the operation, for example "bind to x". */
    static ZmqException of(int code, Object socket, String doing) {
        String why = switch (code) {
            case ZError.EADDRINUSE -> "the address is in use";
            case ZError.EADDRNOTAVAIL -> "this machine has no such address";
            case ZError.EFSM ->
                "it is the other side's turn; a REQ socket sends and receives in turn, a REP socket receives and"
                        + " sends";
            case ZError.EHOSTUNREACH -> "no peer has the identity that the first part names";
            case ZError.ENOTSUP -> "this type of socket does not support that";
            case ZError.ENOENT -> "there is no such endpoint";
            case ZError.EPROTONOSUPPORT -> "the protocol is not known; use tcp:// or inproc://";
            case ZError.ENOCOMPATPROTO -> "the protocol does not go with this type of socket";
            case ZError.EMTHREAD -> "the context has no I/O thread";
            case ZError.ETERM -> "its context has ended";
            default -> ZError.toString(code);
        };
        return new ZmqException("cannot " + doing + " with " + socket + ": " + why);
    }
}
