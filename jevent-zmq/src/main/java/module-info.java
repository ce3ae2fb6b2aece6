// SPDX-License-Identifier: Apache-2.0
/** ZeroMQ sockets in greenlets, on JeroMQ. */
@SuppressWarnings("requires-automatic") // jnacl, which JeroMQ needs for CURVE and asks for only statically
module io.jevent.zmq {
    requires transitive io.jevent.core;
    requires static org.jspecify;
    requires org.zeromq.jeromq;
    requires jnacl;

    exports io.jevent.zmq;
}
