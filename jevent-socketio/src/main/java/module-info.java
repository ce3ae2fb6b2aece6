// SPDX-License-Identifier: Apache-2.0
/** A Socket.IO server on the HTTP server. */
module io.jevent.socketio {
    requires transitive io.jevent.http;
    requires static org.jspecify;

    exports io.jevent.socketio;
}
