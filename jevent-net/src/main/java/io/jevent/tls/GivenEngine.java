// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The engine of one connection, which the program has made: {@link TlsServer#ofEngines}. */
final class GivenEngine extends EngineFactory {

    private final SSLEngine given;

    GivenEngine(SSLEngine given) {
        super(TlsProvider.JDK);
        this.given = given;
    }

    /** Adds the protocols of the server, unless the engine's own parameters name some. */
    @Override
    SslHandler newHandler(ByteBufAllocator allocator, @Nullable String host, int port, List<String> protocols) {
        given.setUseClientMode(false);
        if (!protocols.isEmpty() && given.getSSLParameters().getApplicationProtocols().length == 0) {
            JdkEngineFactory.select(given, protocols);
        }
        return new SslHandler(given);
    }

    @Override
    boolean resumed(SSLEngine engine, boolean checked, long madeMillis) {
        return engine.getSession().getCreationTime() < madeMillis;
    }

    @Override
    @Nullable
    String applicationProtocol(SslHandler handler) {
        return handler.engine().getApplicationProtocol();
    }
}
