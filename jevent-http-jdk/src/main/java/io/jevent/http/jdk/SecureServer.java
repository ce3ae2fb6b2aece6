// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jevent.http.HttpOptions;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A server for HTTPS. */
final class SecureServer extends HttpsServer {

    private final ServerCore core;
    private volatile @Nullable HttpsConfigurator configurator;

    @SuppressWarnings("this-escape") // contexts refer to their server
    SecureServer(HttpOptions options, @Nullable InetSocketAddress address, int backlog) throws IOException {
        core = new ServerCore(this, options, address, backlog);
    }

    @Override
    public void setHttpsConfigurator(HttpsConfigurator config) {
        Objects.requireNonNull(config, "null HttpsConfigurator");
        core.requireNotStarted();
        configurator = config;
    }

    @Override
    public @Nullable HttpsConfigurator getHttpsConfigurator() {
        return configurator;
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        core.bind(address, backlog);
    }

    @Override
    public void start() {
        core.start(TlsServer.ofEngines(new ConfiguredEngines(() -> configurator)));
    }

    @Override
    public void setExecutor(@Nullable Executor executor) {
        core.setExecutor(executor);
    }

    @Override
    public @Nullable Executor getExecutor() {
        return core.executor();
    }

    @Override
    public void stop(int delay) {
        core.stop(delay);
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return core.contexts().add(path, handler);
    }

    @Override
    public HttpContext createContext(String path) {
        return core.contexts().add(path);
    }

    @Override
    public void removeContext(String path) {
        core.contexts().remove(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        core.contexts().remove(context);
    }

    @Override
    public @Nullable InetSocketAddress getAddress() {
        return core.address();
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
