// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.ClientSettings;
import io.jevent.internal.client.TlsChoice;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The builder of a {@link HubHttpClient}: that of the JDK, and {@link #options} for more.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @since 0.1
 */
public final class ClientBuilder implements HttpClient.Builder {

    @Nullable
    CookieHandler cookies;

    @Nullable
    Duration connectTimeout;

    @Nullable
    SSLContext sslContext;

    @Nullable
    SSLParameters sslParameters;

    @Nullable
    Executor executor;

    @Nullable
    ProxySelector proxy;

    @Nullable
    Authenticator authenticator;

    Redirect redirect = Redirect.NEVER;
    Version version = Version.HTTP_2;
    ClientOptions options = ClientOptions.DEFAULTS;
    private @Nullable InetAddress localAddress;

    ClientBuilder() {}

    ClientSettings settings() {
        ClientSettings all = options.settings().copy();
        Duration connect = connectTimeout;
        if (connect != null) {
            all.connectNanos = HubHttpClient.nanos(connect);
            all.tlsNanos = Math.min(all.tlsNanos, all.connectNanos);
        }
        if (all.tls == null) {
            all.tls = TlsChoice.of(sslContext, sslParameters);
        }
        if (localAddress != null) {
            all.localAddress = localAddress;
        }
        return all;
    }

    /**
     * Sets the limits and settings that the JDK's builder does not have.
     *
     * @param changed the options; {@link ClientOptions#DEFAULTS} by default
     * @return this builder
     * @switches never
     */
    public ClientBuilder options(ClientOptions changed) {
        options = Objects.requireNonNull(changed, "changed");
        return this;
    }

    @Override
    public ClientBuilder cookieHandler(CookieHandler handler) {
        cookies = Objects.requireNonNull(handler, "handler");
        return this;
    }

    @Override
    public ClientBuilder connectTimeout(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("Invalid duration: " + duration);
        }
        connectTimeout = duration;
        return this;
    }

    @Override
    public ClientBuilder sslContext(SSLContext context) {
        sslContext = Objects.requireNonNull(context, "context");
        return this;
    }

    @Override
    public ClientBuilder sslParameters(SSLParameters parameters) {
        sslParameters = Objects.requireNonNull(parameters, "parameters");
        return this;
    }

    /** Has no effect beside {@link HubHttpClient#executor()}: calls run in greenlets. */
    @Override
    public ClientBuilder executor(Executor unused) {
        executor = Objects.requireNonNull(unused, "unused");
        return this;
    }

    @Override
    public ClientBuilder followRedirects(Redirect policy) {
        redirect = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public ClientBuilder version(Version preferred) {
        version = Objects.requireNonNull(preferred, "preferred");
        return this;
    }

    /** Has no effect: HTTP/2 has deprecated priorities (RFC 9113, 5.3.2). */
    @Override
    public ClientBuilder priority(int unused) {
        if (unused < 1 || unused > 256) {
            throw new IllegalArgumentException("priority must be between 1 and 256: " + unused);
        }
        return this;
    }

    @Override
    public ClientBuilder proxy(ProxySelector selector) {
        proxy = Objects.requireNonNull(selector, "selector");
        return this;
    }

    @Override
    public ClientBuilder authenticator(Authenticator asked) {
        authenticator = Objects.requireNonNull(asked, "asked");
        return this;
    }

    @Override
    public ClientBuilder localAddress(InetAddress address) {
        localAddress = address;
        return this;
    }

    @Override
    public HubHttpClient build() {
        return new HubHttpClient(this);
    }
}
