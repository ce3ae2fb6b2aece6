// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.internal.wiresocket.WireSockets;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;

/*
 * Only what makes sockets is asked, never what uses them: a thread that waits in a socket of a simulation stands in no
 * hook, so nothing keeps it when its node crashes there.
 */
/** The methods of the JDK that open sockets and look names up, for simulations with a network. */
final class SimulatedNetwork {

    private SimulatedNetwork() {}

    static List<JdkMethod> all() {
        return List.of(
                JdkMethod.askedInSimulations(
                        "java.net.SocketImpl.createPlatformSocketImpl(Z)Ljava/net/SocketImpl;",
                        (_, _) -> WireSockets.socketImpl()),
                JdkMethod.askedInSimulations(
                        "java.net.Socket.socketImplFactory()Ljava/net/SocketImplFactory;",
                        (_, _) -> WireSockets.socketImpls()),
                JdkMethod.askedInSimulations(
                        "java.net.DatagramSocket.createDelegate(Ljava/net/SocketAddress;Ljava/lang/Class;)"
                                + "Ljava/net/DatagramSocket;",
                        (call, _) -> WireSockets.datagramSocket((SocketAddress) call[1], (Class<?>) call[2])),
                JdkMethod.askedInSimulations(
                        "java.nio.channels.spi.SelectorProvider.provider()Ljava/nio/channels/spi/SelectorProvider;",
                        (_, _) -> WireSockets.selectorProvider()),
                JdkMethod.askedInSimulations(
                        "java.net.InetAddress.getAllByName0(Ljava/lang/String;Z)[Ljava/net/InetAddress;",
                        (call, _) -> WireSockets.resolve((String) call[1])),
                JdkMethod.askedInSimulations(
                        "java.net.InetAddress.getLocalHost()Ljava/net/InetAddress;", (_, _) -> WireSockets.localHost()),
                JdkMethod.askedInSimulations(
                        "java.net.InetAddress.getHostFromNameService(Ljava/net/InetAddress;)Ljava/lang/String;",
                        (call, _) -> WireSockets.nameOf((InetAddress) call[1])));
    }
}
