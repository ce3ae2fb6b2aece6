// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.socket.OnLoop;

/** The combinations of loop and provider for the tests. */
enum TlsSetting {
    EPOLL_JDK(OnLoop.EPOLL, TlsProvider.JDK),
    EPOLL_OPENSSL(OnLoop.EPOLL, TlsProvider.OPENSSL),
    NIO_JDK(OnLoop.NIO, TlsProvider.JDK),
    NIO_OPENSSL(OnLoop.NIO, TlsProvider.OPENSSL);

    private final OnLoop loop;
    private final TlsProvider provider;

    TlsSetting(OnLoop loop, TlsProvider provider) {
        this.loop = loop;
        this.provider = provider;
    }

    TlsProvider provider() {
        return provider;
    }

    void run(OnLoop.Body body) throws Exception {
        loop.run(body);
    }

    /** Returns a client that trusts the test's authority. */
    TlsClient.Builder client() {
        return TlsClient.builder().provider(provider).trust(Certificates.trust());
    }

    /** Returns a server with a valid certificate for localhost. */
    TlsServer.Builder server() {
        return TlsServer.builder().provider(provider).identity(Certificates.good());
    }
}
