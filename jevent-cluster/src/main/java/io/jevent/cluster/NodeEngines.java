// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/** TLS between nodes: both sides show a certificate that the other trusts. */
final class NodeEngines implements SSLEngineProvider {

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final SSLContext context;

    NodeEngines(SSLContext context) {
        this.context = context;
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostName, int port) {
        SSLEngine engine = engine(hostName, port);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostName, int port) {
        SSLEngine engine = engine(hostName, port);
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLEngine engine(String hostName, int port) {
        SSLEngine engine = context.createSSLEngine(hostName, port);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostName, SSLSession session) {
        return Option.empty();
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostName, SSLSession session) {
        return Option.empty();
    }
}
